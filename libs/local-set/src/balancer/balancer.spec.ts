import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, request } from 'undici';
import { Balancer, type Target } from './balancer';

const pods: { server: Server; target: { name: string; origin: string; ready: boolean } }[] = [];
let balancer: Balancer;
let url: string;

async function pod(
  name: string,
  listener: RequestListener,
): Promise<{ name: string; origin: string; ready: boolean }> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const target = { name, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ready: true };
  pods.push({ server, target });
  return target;
}

const naming = (name: string) =>
  pod(name, (_request, response) => response.setHeader('x-pod', name).end(name));
const namesOf = async (times: number) => {
  const names: string[] = [];
  for (let n = 0; n < times; n++) names.push(await (await request(url)).body.text());
  return names;
};
async function bodyOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message.setEncoding('utf8')) text += chunk;
  return text;
}

beforeEach(async () => {
  balancer = new Balancer('clock', (): Target[] => pods.map(({ target }) => target));
  url = `http://127.0.0.1:${await balancer.listen(0)}`;
});

afterEach(async () => {
  balancer.cut();
  await balancer.close();
  for (const { server } of pods.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('balancer', () => {
  it('sends each request of one connection to the next ready pod', async () => {
    for (const name of ['a', 'b', 'c']) await naming(name);
    const client = new Client(url);
    const names: string[] = [];
    for (let n = 0; n < 6; n++)
      names.push(await (await client.request({ path: '/', method: 'GET' })).body.text());
    await client.close();
    expect(names).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('sends each reload of a page to the next ready pod, whatever the page brings along', async () => {
    for (const name of ['a', 'b', 'c']) await naming(name);
    const names: string[] = [];
    for (let n = 0; n < 4; n++) {
      names.push(await (await request(url, { headers: { accept: 'text/html,*/*;q=0.8' } })).body.text());
      for (const accept of ['text/css,*/*;q=0.1', 'text/event-stream'])
        await (await request(url, { headers: { accept } })).body.dump();
    }
    expect(names).toEqual(['a', 'b', 'c', 'a']);
  });

  it('leaves out a pod that is not ready, and takes it in again', async () => {
    await naming('a');
    const b = await naming('b');
    b.ready = false;
    expect(await namesOf(3)).toEqual(['a', 'a', 'a']);
    b.ready = true;
    expect(await namesOf(2)).toEqual(['b', 'a']);
  });

  it('answers 503 with a reason and Retry-After where no pod is ready', async () => {
    const answer = await request(url);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '1' });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(await answer.body.json()).toMatchObject({
      code: 'no-ready-pod',
      detail: 'No clock pod is ready.',
    });
  });

  it('gives a browser a page that asks again by itself, but never sends a form again', async () => {
    const headers = { accept: 'text/html,*/*;q=0.8' };
    const page = await request(url, { headers });
    expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    const text = await page.body.text();
    expect(text).toContain('No clock pod is ready.');
    expect(text).toContain('<meta http-equiv="refresh" content="1">');
    const form = await (await request(url, { method: 'POST', body: 'x', headers })).body.text();
    expect(form).toContain('Try again in a second.');
    expect(form).not.toContain('http-equiv="refresh"');
  });

  it('passes method, path, query, Host, Accept and body on as they come', async () => {
    await pod('echo', async (message, response) => {
      const { method, url: path, headers } = message;
      response.end(JSON.stringify({ method, path, headers, body: await bodyOf(message) }));
    });
    const answer = await request(`${url}/calculations?after=%2F`, {
      method: 'POST',
      headers: { host: 'visits.example', accept: 'text/html', 'content-type': 'application/json' },
      body: '{ "expression":"3 + 4" }',
    });
    const seen = (await answer.body.json()) as { headers: Record<string, string> };
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/calculations?after=%2F',
      body: '{ "expression":"3 + 4" }',
    });
    expect(seen.headers).toMatchObject({
      host: 'visits.example',
      accept: 'text/html',
      'content-type': 'application/json',
    });
  });

  it.each(['HEAD', 'OPTIONS', 'DELETE', 'PROPFIND'])('leaves %s to the pod', async (method) => {
    await pod('teapot', (message, response) => response.writeHead(418, { 'x-method': message.method }).end());
    const answer = await request(url, { method: method as 'HEAD' });
    await answer.body.dump();
    expect([answer.statusCode, answer.headers['x-method']]).toEqual([418, method]);
  });

  it('streams: the first part of an answer arrives before the last is written', async () => {
    let finish = () => {};
    await pod('stream', (_request, response) => {
      response.write('first');
      finish = () => response.end('last');
    });
    const parts: string[] = [];
    for await (const part of (await request(url)).body.setEncoding('utf8')) {
      parts.push(part as string);
      finish();
    }
    expect(parts.join('|')).toBe('first|last');
  });

  it('ends event streams when it drains, those to come too: they have no end of their own', async () => {
    await pod('stream', (_request, response) => {
      response.setHeader('content-type', 'text/event-stream').write('event: total\n\n');
    });
    const { body } = await request(url);
    balancer.drain();
    expect(await body.text()).toBe('event: total\n\n');
    expect(await (await request(url)).body.text()).toBe('event: total\n\n');
    await balancer.close();
  });

  it('moves a GET to the next pod when one refuses the connection, but not a POST', async () => {
    const gone = await naming('gone');
    pods[0]?.server.close();
    await naming('here');
    expect(await namesOf(3)).toEqual(['here', 'here', 'here']);

    const answers = [];
    for (let n = 0; n < 2; n++) answers.push(await request(url, { method: 'POST', body: 'x' }));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 503]);
    const refusal = answers.find((answer) => answer.statusCode === 503);
    expect(await refusal?.body.json()).toMatchObject({
      code: 'pod-gone',
      detail: expect.stringContaining(gone.name),
    });
    await Promise.all(answers.map((answer) => answer.body.dump().catch(() => undefined)));
  });

  it('asks no pod twice when the connection breaks before the answer', async () => {
    let asked = 0;
    const breaking: RequestListener = (message) => {
      asked++;
      message.socket.destroy();
    };
    await pod('a', breaking);
    await pod('b', breaking);
    const answer = await request(url);
    expect([answer.statusCode, asked]).toEqual([502, 1]);
    expect(await answer.body.json()).toMatchObject({ code: 'connection-lost' });
  });

  it('hands the 503 of a pod to the client and does not ask again', async () => {
    let asked = 0;
    await pod('full', (_request, response) => {
      asked++;
      response.writeHead(503, { 'retry-after': '1' }).end('disk full');
    });
    const answer = await request(url);
    expect([answer.statusCode, await answer.body.text(), asked]).toEqual([503, 'disk full', 1]);
  });

  it("keeps the client's connection when a pod closes its own", async () => {
    await pod('closing', (_request, response) => response.setHeader('connection', 'close').end('a'));
    expect((await request(url)).headers.connection).toBe('keep-alive');
  });

  it('answers a malformed address itself', async () => {
    await naming('a');
    for (const path of ['/%zz', '/../../etc/passwd']) {
      const client = new Client(url);
      const answer = await client.request({ path, method: 'GET' });
      expect([path, answer.statusCode]).toEqual([path, 400]);
      expect(await answer.body.json()).toMatchObject({ code: 'request-malformed' });
      await client.close();
    }
  });

  it('asks its clients to leave while it drains, and answers what is in flight before it closes', async () => {
    let finish = () => {};
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    await pod('slow', (_request, response) => {
      finish = () => response.end('done');
      arrived();
    });
    balancer.drain();
    const answer = request(url);
    await arrival;
    const closed = balancer.close();
    finish();
    const { headers, body } = await answer;
    expect([headers.connection, await body.text()]).toEqual(['close', 'done']);
    await closed;
    await expect(request(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
