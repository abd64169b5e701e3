import { createServer } from 'node:net';
import { errnoOf, LocalSetError } from './errors';
import { apps, type App, type Replicas } from './apps';

/**
 * Ports are handed out in tens: 8000 + 10 is clock-0, + 20 calculator-0; + 100 its metrics, + 200 its admin page. Those
 * of a second writer on clock-0 are + 30, on calculator-0 + 40.
 */
export const maxReplicas = 10;
export const lastPortOffset = 200 + 2 * apps.length * maxReplicas + maxReplicas - 1;

/** Behind the balancers. */
export function prometheusPort(basePort: number): number {
  return basePort + apps.length;
}

export interface PodPorts {
  readonly http: number;
  readonly metrics: number;
  readonly admin: number;
}

export function balancerPort(basePort: number, app: App): number {
  return basePort + apps.indexOf(app);
}

export function podPorts(basePort: number, app: App, ordinal: number): PodPorts {
  return withPages(basePort + maxReplicas * (apps.indexOf(app) + 1) + ordinal);
}

export function secondWriterPorts(basePort: number, app: App, ordinal: number): PodPorts {
  return withPages(basePort + maxReplicas * (apps.length + apps.indexOf(app) + 1) + ordinal);
}

const withPages = (http: number): PodPorts => ({ http, metrics: http + 100, admin: http + 200 });

export function portsOf(basePort: number, replicas: Replicas): number[] {
  return apps.flatMap((app) => {
    if (!replicas[app]) return [];
    const pods = [...Array(replicas[app]).keys()].flatMap((n) => Object.values(podPorts(basePort, app, n)));
    return [balancerPort(basePort, app), ...pods];
  });
}

/** Binds each port for a moment, so that a busy one is named before anything is started. */
export async function assertFree(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', (error) => reject(portError(port, error)));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
    });
  }
}

export function portError(port: number, error: unknown): LocalSetError {
  return errnoOf(error) === 'EADDRINUSE'
    ? new LocalSetError(
        'port-busy',
        `Port ${port} is used by another program.`,
        'Stop it, or choose other ports.',
        error,
      )
    : new LocalSetError(
        'port-refused',
        `Port ${port} cannot be used (${errnoOf(error)}).`,
        'Choose other ports.',
        error,
      );
}

const FIRST_BASE = 10_000;
const RANGE = lastPortOffset + 1;
/** Below the ports that the system hands out itself. */
const RANGES = Math.floor((32_000 - FIRST_BASE) / RANGE);
let next = process.pid;

/**
 * A base port whose whole range is free now. Two ranges are one or have nothing in common, so a set shows in any port
 * that it listens on, also while some of its pods are down. Processes that start together begin with different ranges.
 */
export async function freeBasePort(replicas: Replicas): Promise<number> {
  for (;;) {
    const base = FIRST_BASE + RANGE * (next++ % RANGES);
    try {
      await assertFree(portsOf(base, replicas));
      return base;
    } catch {
      // Somebody has one of them: try another range.
    }
  }
}
