import { createServer } from 'node:net';
import { CliError, errnoOf } from '../errors';
import { apps, type App, type Replicas } from './apps';

/** Ports are handed out in tens: 8000 + 10 is clock-0, + 20 calculator-0; + 100 its metrics, + 200 its admin page. */
export const maxReplicas = 10;
export const lastPortOffset = 200 + apps.length * maxReplicas + maxReplicas - 1;

export interface PodPorts {
  readonly http: number;
  readonly metrics: number;
  readonly admin: number;
}

export function balancerPort(basePort: number, app: App): number {
  return basePort + apps.indexOf(app);
}

export function podPorts(basePort: number, app: App, ordinal: number): PodPorts {
  const http = basePort + 10 * (apps.indexOf(app) + 1) + ordinal;
  return { http, metrics: http + 100, admin: http + 200 };
}

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

export function portError(port: number, error: unknown): CliError {
  return errnoOf(error) === 'EADDRINUSE'
    ? new CliError(
        'port-busy',
        `Port ${port} is used by another program.`,
        'Stop it, or choose other ports with --port.',
        error,
      )
    : new CliError(
        'port-refused',
        `Port ${port} can not be used (${errnoOf(error)}).`,
        'Choose other ports with --port.',
        error,
      );
}
