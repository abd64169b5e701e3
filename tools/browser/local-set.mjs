import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Only ends what hangs: a busy machine takes its time. */
const START_MS = 120_000;
const cli = fileURLToPath(new URL('../../dist/apps/cli/main.mjs', import.meta.url));

/** The real `visits local`: bundles, balancers, restarts. */
export class LocalSet {
  #dir = mkdtempSync(join(tmpdir(), 'visits-browser-'));
  #process;
  #text = '';
  #replicas;

  /** `prepare` may write volumes into the directory that it is given. */
  static async start({ clocks, calculators, prometheus = false, prepare }) {
    const set = new LocalSet();
    set.#replicas = { clock: clocks, calculator: calculators };
    prepare?.(set.#dir);
    set.basePort = await freeBasePort();
    const options = { clocks, calculators, port: set.basePort, 'data-dir': set.#dir };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    if (prometheus) args.push('--prometheus');
    set.#process = spawn(process.execPath, [cli, 'local', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [set.#process.stdout, set.#process.stderr])
      stream.setEncoding('utf8').on('data', (part) => (set.#text += part));
    try {
      await set.#said('stop: ');
      await Promise.all([set.#knows('clock', clocks), set.#knows('calculator', calculators)]);
    } catch (error) {
      await set.stop();
      throw error;
    }
    return set;
  }

  get clock() {
    return `http://localhost:${this.basePort}`;
  }

  get calculator() {
    return `http://localhost:${this.basePort + 1}`;
  }

  /** Where it was asked for. */
  get prometheus() {
    return `http://localhost:${this.basePort + 2}`;
  }

  /** The process that holds the pod's volume. */
  pidOf(pod) {
    return JSON.parse(readFileSync(join(this.#dir, pod, 'LOCK'), 'utf8')).pid;
  }

  /** Kills it as often as it is started, until the function that it gives is called. */
  holdDown(pod) {
    const timer = setInterval(() => {
      try {
        process.kill(this.pidOf(pod), 'SIGKILL');
      } catch {
        // Between two of its lives.
      }
    }, 20);
    return () => clearInterval(timer);
  }

  /** The pod itself, past the balancer. */
  urlOf(pod) {
    const [app, ordinal] = pod.split('-');
    return `http://localhost:${this.basePort + (app === 'clock' ? 10 : 20) + Number(ordinal)}`;
  }

  /** What all pods of an app have counted, from each itself: a total may be two seconds old, also one that is exact. */
  async counted(app) {
    const counts = Array.from({ length: this.#replicas[app] }, async (_, ordinal) => {
      const answer = await fetch(`${this.urlOf(`${app}-${ordinal}`)}/visits`);
      return (await answer.json()).visits;
    });
    return (await Promise.all(counts)).reduce((sum, visits) => sum + visits, 0);
  }

  /** Ends at once: what is watched here is not how it stops. */
  async stop() {
    const closed = once(this.#process, 'close');
    while (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGINT');
      // Half a second later a signal is a person's second one, not npm's echo of the first.
      await Promise.race([closed, pause(600)]);
    }
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** A pod shows a bar for another one once it was asked by it, and finds its page once it has asked it itself. */
  async #knows(app, replicas) {
    for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
      const url = `${this.urlOf(`${app}-${ordinal}`)}/total`;
      for (const end = Date.now() + START_MS; ; await pause(50)) {
        const total = await fetch(url).then((answer) => answer.json());
        if (total.exact && total.replicas.length === replicas) break;
        if (Date.now() > end) throw new Error(`${url} never had heard from ${replicas} replicas`);
      }
    }
  }

  async #said(words) {
    for (const end = Date.now() + START_MS; !this.#text.includes(words); await pause(20)) {
      if (Date.now() > end) throw new Error(`visits local did not say "${words}": ${this.#text}`);
      if (this.#process.exitCode !== null) throw new Error(`visits local ended: ${this.#text}`);
    }
  }
}

/** A base port whose first twenty-odd ports are free: above a node's own (10250), below what the system hands out. */
async function freeBasePort() {
  for (;;) {
    const base = 20_000 + 400 * Math.floor(Math.random() * 30);
    const isFree = await Promise.all([0, 1, 10, 11, 12, 20, 21].map((offset) => isFreePort(base + offset)));
    if (isFree.every(Boolean)) return base;
  }
}

async function isFreePort(port) {
  const server = createServer();
  const bound = await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  server.close();
  return bound;
}
