import { setTimeout as pause } from 'node:timers/promises';
import { serviceUrl } from './address';
import { CliError } from './errors';
import { Canvas } from './local/canvas';
import { eventsOf } from './service-client';
import { type AskFlags, type TotalAnswer, totalText } from './total';

/** As a browser does after the end of a stream. */
const RETRY_MS = 1_000;
const UNREAD_MS = 500;

/** What a watcher sees: each total, and why there is none for a while. */
interface Watcher {
  show(answer: TotalAnswer): void;
  lost(why: string): void;
  end(): Promise<void>;
}

/**
 * Shows each change of the total until the signal. The stream of a pod that stops goes on with another one. Throws
 * CliError where nobody answers at first.
 */
export async function watchTotal(
  address: string | undefined,
  flags: AskFlags,
  signal: AbortSignal,
  out: NodeJS.WritableStream,
): Promise<void> {
  const url = serviceUrl(address, process.env);
  const watcher = process.stdout.isTTY && !flags.json ? onTerminal() : inLines(flags, out);
  let isKnown = false;
  while (!signal.aborted) {
    try {
      for await (const answer of eventsOf<TotalAnswer>(url, '/total/stream', signal)) {
        isKnown = true;
        watcher.show(answer);
      }
    } catch (error) {
      if (!isKnown || !(error instanceof CliError)) throw error;
      watcher.lost(error.message);
    }
    await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
  await watcher.end();
}

/** The table of `visits total`, drawn over itself. */
function onTerminal(): Watcher {
  let table = '';
  let trouble = '';
  const canvas = new Canvas(process.stdout, () => draw());
  const draw = () => {
    const { columns, rows } = canvas.size;
    const lines = `${table}${trouble}`.trimEnd().split('\n');
    // The sum is at the end: a low terminal cuts replicas.
    canvas.draw(lines.slice(-(rows - 1)).map((line) => line.slice(0, columns - 1)));
  };
  return {
    show: (answer) => {
      [table, trouble] = [totalText(answer), ''];
      draw();
    },
    lost: (why) => {
      trouble = `  ${why}`;
      draw();
    },
    end: () => canvas.end(UNREAD_MS),
  };
}

/** A line for each total that differs from the one before it; with `--json` what the service says. */
function inLines({ json }: AskFlags, out: NodeJS.WritableStream): Watcher {
  let before = '';
  const print = (line: string) => {
    if (line !== before) out.write(json ? `${line}\n` : `${new Date().toTimeString().slice(0, 8)} ${line}\n`);
    before = line;
  };
  return {
    show: (answer) => {
      const { total, exact, pod } = answer;
      print(
        json ? JSON.stringify(answer) : `total: ${exact ? '' : 'at least '}${total} (as ${pod} knows it)`,
      );
    },
    lost: (why) => {
      if (!json) print(why);
    },
    end: async () => undefined,
  };
}
