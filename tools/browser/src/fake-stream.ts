import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reported {
  readonly replica: string;
  readonly ordinal: number;
  readonly pod: string;
  readonly visits: number;
  readonly source?: 'self' | 'live' | 'final' | 'cached';
  readonly ageMs?: number;
}

/** A real page of a real clock, with a stream that the test plays: the network's edge. */
export class FakeStream {
  /** What a stream is answered with; 200 follows. */
  status = 200;
  asked = 0;
  readonly open = new Set<ServerResponse>();
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async of(clock: string): Promise<FakeStream> {
    const copy = async (path: string) => {
      const answer = await fetch(clock + path, { headers: { accept: 'text/html' } });
      const headers = Object.fromEntries(answer.headers);
      const { 'content-type': type = '', 'content-security-policy': policy = '' } = headers;
      return {
        headers: { 'content-type': type, 'content-security-policy': policy },
        text: await answer.text(),
      };
    };
    const copies = new Map([
      ['/', await copy('/')],
      ['/style.css', await copy('/style.css')],
    ]);
    const server = createServer((request, response) => {
      const found = copies.get(request.url ?? '');
      if (found) return void response.writeHead(200, found.headers).end(found.text);
      stream.asked += 1;
      if (stream.status !== 200) return void response.writeHead(stream.status).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 50\n\n');
      stream.open.add(response);
      response.once('close', () => stream.open.delete(response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stream = new FakeStream(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return stream;
  }

  /** As /total/stream of `pod` says it. */
  report(pod: string, replicas: readonly Reported[], { exact = true, reasons = [] as string[] } = {}): void {
    const whole = replicas.map((replica) => ({ source: 'live', ageMs: 0, ...replica }));
    const total = replicas.reduce((sum, { visits }) => sum + visits, 0);
    const data = JSON.stringify({ total, exact, reasons, replicas: whole, pod });
    for (const response of this.open) response.write(`event: total\ndata: ${data}\n\n`);
  }

  /** As a pod that lives and has nothing new. */
  beat(): void {
    for (const response of this.open) response.write('event: alive\ndata: {}\n\n');
  }

  /** As a pod that drains. */
  end(): void {
    for (const response of this.open) response.end();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
