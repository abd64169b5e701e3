import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Metrics } from './metrics';

/** The page that never leaves the pod. Plain node:http: a second Nest app would cut the first one's close off. */
@Injectable()
export class AdminServer implements OnApplicationShutdown {
  private server: Server | undefined;

  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  /** Resolves to the port. Rejects where the port is taken. */
  async listen(port: number): Promise<number> {
    const server = createServer((request, response) => void this.answer(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    return (server.address() as AddressInfo).port;
  }

  async onApplicationShutdown(): Promise<void> {
    const server = this.server;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.replace(/\?.*$/s, '');
    if (path !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('See /metrics\n');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { 'content-type': 'text/plain', allow: 'GET, HEAD' }).end('Use GET\n');
      return;
    }
    try {
      const page = await this.metrics.registry.metrics();
      response.writeHead(200, {
        'content-type': this.metrics.registry.contentType,
        'cache-control': 'no-store',
      });
      response.end(page);
    } catch {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('The metrics could not be collected\n');
    }
  }
}
