import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { Seen } from '../bundle/observations';
import type { LoadOptions } from './load';
import { LocalLoad } from './local-load';
import { type Command, type Line, LineReader, type Sealed, type Status } from './protocol';

const STATUS_MS = 25;
/** Of the ledger in one answer. */
const READ_BYTES = 256 * 1024;
/** Commands that may still be sent again after a channel was lost: far more than are ever under way. */
const REMEMBERED = 2_000;

export interface WriterServerOptions extends Omit<LoadOptions, 'see'> {
  readonly socketPath: string;
  /** Of this machine's loopback address, where the socket cannot be reached. */
  readonly port?: number | undefined;
}

/**
 * A writer that is driven from elsewhere, by lines over a socket of this machine. Whoever connects last drives: a
 * channel that was lost is replaced by another, and no command is carried out twice.
 */
export class WriterServer {
  /** Resolves when its driver lets it leave. */
  readonly left: Promise<void>;
  readonly #load: LocalLoad;
  readonly #servers: Server[] = [];
  readonly #given = new Map<number, Promise<Line>>();
  readonly #bursts = new Map<number, () => Promise<void>>();
  /** Seen while nobody was connected. */
  readonly #unsaid: Line[] = [];
  readonly #timer: NodeJS.Timeout;
  #driver: Socket | undefined;
  #started = false;
  #sealed: Promise<void> | undefined;
  #leave: () => void = () => undefined;

  constructor(private readonly options: WriterServerOptions) {
    this.#load = new LocalLoad({ ...options, see: (seen) => this.#onSeen(seen) });
    this.left = new Promise((resolve) => (this.#leave = resolve));
    this.#timer = setInterval(() => this.#sayStatus(), STATUS_MS);
  }

  async listen(): Promise<void> {
    const { socketPath, port } = this.options;
    if (port !== undefined) await this.#listen({ host: '127.0.0.1', port });
    await this.#listen({ path: socketPath });
  }

  async #listen(place: ListenOptions): Promise<void> {
    const server = createServer((socket) => this.#onDriver(socket));
    this.#servers.push(server);
    server.listen(place);
    await once(server, 'listening');
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#load.stop();
    await this.#seal();
    this.#driver?.end();
    for (const server of this.#servers) server.close();
  }

  /** Ends the ledger, once: a driver may ask for it before the writer's time is over. */
  #seal(): Promise<void> {
    return (this.#sealed ??= this.#load.close());
  }

  #onDriver(socket: Socket): void {
    this.#driver?.destroy();
    this.#driver = socket;
    const lines = new LineReader((command) => void this.#onCommand(command as Command, socket));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => lines.push(text));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#driver === socket) this.#driver = undefined;
    });
    for (const line of this.#unsaid.splice(0)) say(socket, line);
  }

  async #onCommand(command: Command, socket: Socket): Promise<void> {
    const { id } = command;
    let given = this.#given.get(id);
    if (!given) {
      given = this.#carryOut(command).then(
        (ok) => ({ id, ok: ok ?? null }),
        (error: unknown) => ({ id, failed: error instanceof Error ? error.message : String(error) }),
      );
      // To read again changes nothing, and a ledger that is remembered in parts is more than a pod's memory.
      if (command.do !== 'read') this.#given.set(id, given);
      this.#given.delete(id - REMEMBERED);
    }
    say(socket, await given);
  }

  async #carryOut(command: Command): Promise<unknown> {
    const load = this.#load;
    switch (command.do) {
      case 'ping':
        return this.options.clock.ms;
      case 'open':
        return load.open(command.doors);
      case 'start':
        this.#started = true;
        return load.start();
      case 'calm':
      case 'full':
      case 'pause':
        return load[command.do]();
      case 'move':
        return load.move(command.door);
      case 'burst':
        this.#bursts.set(command.id, load.burst(command.door, command.perSecond));
        return null;
      case 'end-burst':
        return this.#bursts.get(command.burst)?.();
      case 'met':
        return load.metBy(command.of);
      case 'visit':
        return load.visit(command.client, command.door);
      case 'ask':
        return load.ask(command.question);
      case 'resolve':
        return load.resolve(command.name, command.type);
      case 'mark':
        return load.mark(command.scenario, command.word, command.detail);
      case 'stop':
        return load.stop();
      case 'seal':
        await this.#seal();
        return sumOf(this.options.ledgerPath);
      case 'read':
        return readPart(this.options.ledgerPath, command.from);
      case 'leave':
        return this.#leave();
    }
  }

  #onSeen(seen: Seen): void {
    const line: Line = { seen: { ...seen, ms: seen.ms ?? this.options.clock.ms } };
    if (this.#driver) say(this.#driver, line);
    else this.#unsaid.push(line);
  }

  #sayStatus(): void {
    if (!this.#started || !this.#driver) return;
    const { fullMs, goodProbes } = this.#load;
    const status: Status = { fullMs, goodProbes, ...this.#load.underWay() };
    say(this.#driver, { status });
  }
}

function say(socket: Socket, line: Line): void {
  if (socket.writable) socket.write(`${JSON.stringify(line)}\n`);
}

function sumOf(path: string): Sealed {
  const bytes = readFileSync(path);
  return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function readPart(path: string, from: number): string {
  const file = openSync(path, 'r');
  try {
    const part = Buffer.alloc(READ_BYTES);
    return part.subarray(0, readSync(file, part, 0, READ_BYTES, from)).toString('base64');
  } finally {
    closeSync(file);
  }
}
