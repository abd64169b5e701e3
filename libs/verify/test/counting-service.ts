import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../src/writer/visits';

/** Counts each visit, and answers as a service of ours does. */
export class CountingService {
  visits = 0;
  answerMs = 0;
  #boots = 1;
  readonly #server: Server = createServer((request, response) => {
    const isVisit = request.url === '/';
    if (isVisit) this.visits++;
    const headers = { 'x-pod': 'clock-0', 'x-boot': this.boot, 'x-visit': `r1/${this.visits}` };
    const at = new Date().toISOString();
    setTimeout(() => {
      response.writeHead(200, isVisit ? { ...headers, 'x-visit-at': at } : headers);
      response.end(JSON.stringify({ time: '12:00:00', zone: 'UTC', visits: this.visits, boot: this.boot }));
    }, this.answerMs);
  });

  get boot(): string {
    return `b${this.#boots}`;
  }

  async listen(): Promise<Door> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { app: 'clock', target: 'clock-0', origin };
  }

  /** Its process ends, and another one counts on: what is under way gets no answer. */
  restart(): void {
    this.#boots++;
    this.#server.closeAllConnections();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
