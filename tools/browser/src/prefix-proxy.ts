import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const prefix = '/visits-app';

/** As an Ingress that takes a path prefix away. Beside it a page that prerenders what is behind the prefix. */
export class PrefixProxy {
  private constructor(
    private readonly server: Server,
    /** Why pages were asked for, where their browsers say so (Sec-Purpose). */
    readonly purposes: readonly string[],
    readonly origin: string,
  ) {}

  static async of(upstream: string): Promise<PrefixProxy> {
    const purposes: string[] = [];
    const server = createServer((incoming, response) => {
      const { method, headers, url = '/' } = incoming;
      if (headers['sec-purpose'] !== undefined) purposes.push(String(headers['sec-purpose']));
      if (url === '/start') return void response.writeHead(200, { 'content-type': 'text/html' }).end(start);
      if (!url.startsWith(`${prefix}/`)) return void response.writeHead(404).end('no such prefix');
      const outgoing = request(upstream + url.slice(prefix.length), { method, headers, agent: false });
      outgoing.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      response.on('close', () => outgoing.destroy());
      incoming.pipe(outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PrefixProxy(server, purposes, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  get url(): string {
    return `${this.origin}${prefix}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const start = `<!doctype html><title>Start</title><link rel="icon" href="data:,"><a href="${prefix}/">Go</a>
<script type="speculationrules">
{"prerender":[{"source":"list","urls":["${prefix}/"],"eagerness":"immediate"}]}
</script>`;
