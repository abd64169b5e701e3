import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchAppPage } from './app-page';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

const limits = { deadlineMs: 150, maxBytes: 1024 };

describe('fetchAppPage', () => {
  it('gives the page of an app that is up', async () => {
    const url = await serve((_request, response) => void response.end('a 1\n'));
    await expect(fetchAppPage(url, { ...limits, deadlineMs: 5000 })).resolves.toBe('a 1\n');
  });

  it('rejects when nobody listens', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server!.close(resolve));
    server = undefined;
    const asked = fetchAppPage(url, { ...limits, deadlineMs: 5000 });
    await expect(asked).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('rejects an app that accepts and never answers', async () => {
    const url = await serve(() => undefined);
    await expect(fetchAppPage(url, limits)).rejects.toMatchObject({
      name: expect.stringMatching(/Abort|Timeout/),
    });
  });

  it('rejects an app that stops in the middle of its page', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('a 1\n', () => response.destroy());
    });
    await expect(fetchAppPage(url, { ...limits, deadlineMs: 5000 })).rejects.toBeDefined();
  });

  it('rejects a page over its bound, and an error page', async () => {
    const large = await serve((_request, response) => void response.end('x'.repeat(2000)));
    await expect(fetchAppPage(large, { ...limits, deadlineMs: 5000 })).rejects.toThrow('over 1024 bytes');
    server!.close();
    const sick = await serve((_request, response) => void response.writeHead(503).end('no'));
    await expect(fetchAppPage(sick, { ...limits, deadlineMs: 5000 })).rejects.toThrow('answered 503');
  });
});
