import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { eventually } from '@visits/testing/eventually';
import { HistoryDownloads } from '../src/history/history-downloads';
import { ReplicaRelay } from '../src/relay/replica-relay';
import { PodSet, type SetPod } from './running-set';
import { runningVisits } from './running-visits';

const browser = 'text/html,*/*;q=0.8';
const replicaOf = (pod: SetPod): string => pod.journal.status().replica as string;

async function pair(): Promise<[SetPod, SetPod]> {
  const set = await PodSet.of(2);
  const [first, second] = (await set.startAll()) as [SetPod, SetPod];
  await second.visit(3);
  await eventually('they know each other', 8000, () =>
    [first.cluster.locate(replicaOf(second)), second.cluster.locate(replicaOf(first))].every(
      ({ kind }) => kind === 'sibling',
    ),
  );
  return [first, second];
}

describe('?replica=', () => {
  it('is answered by that volume, whichever pod is asked', async () => {
    const [first, second] = await pair();
    const replica = replicaOf(second);
    for (const { http } of [first, second]) {
      const { body, headers } = await http.get(`/visits/log?replica=${replica}`).expect(200);
      expect(body.items).toHaveLength(3);
      expect(headers['x-replica']).toBe(replica);
    }
    const { body, headers } = await first.http.get(`/info?replica=${replica}`).expect(200);
    expect(body).toMatchObject({ pod: 'clock-1', replica });
    expect(headers).toMatchObject({ 'x-pod': 'clock-0', 'x-relayed-from': 'clock-1' });
    const page = await first.http
      .get(`/visits/log?replica=${replica}&n=2`)
      .set('accept', browser)
      .expect(200);
    expect(page.text).toContain('Everything counted by clock-1');
    expect(page.text).toMatch(/<li\s+id="n2"\s+class="found"/);
    const file = await first.http
      .get(`/visits/log?replica=${replica}&download=text`)
      .buffer(true)
      .expect(200);
    expect(file.text.match(/\n/g)).toHaveLength(3);
    expect(file.headers['content-disposition']).toContain('clock-1-visits.log');
    expect((await second.http.get('/visits')).body.visits).toBe(3);
    expect((await first.http.get('/visits')).body.visits).toBe(0);
  });

  it('passes on what the sibling refuses', async () => {
    const [first, second] = await pair();
    const { body } = await first.http.get(`/visits/log?replica=${replicaOf(second)}&n=x`).expect(400);
    expect(body.code).toBe('invalid-input');
  });

  it('names the pod to ask where it does not answer any more', async () => {
    const [first, second] = await pair();
    const replica = replicaOf(second);
    await second.stop();
    const { body, headers } = await first.http.get(`/visits/log?replica=${replica}`).expect(503);
    expect(body).toMatchObject({
      code: 'replica-unreachable',
      action: expect.stringContaining('ask clock-1 itself'),
    });
    expect(headers['retry-after']).toBe('1');
    const page = await first.http.get(`/visits/log?replica=${replica}`).set('accept', browser).expect(503);
    expect(page.text).toContain('clock-1');
  });

  it('goes one step far: a request that was relayed is not relayed again', async () => {
    const [first, second] = await pair();
    const { body } = await first.http
      .get(`/visits/log?replica=${replicaOf(second)}`)
      .set('x-visits-relayed', 'clock-7')
      .expect(503);
    expect(body.code).toBe('replica-unreachable');
  });

  it('knows no replica of another set', async () => {
    const other = await PodSet.of(1);
    const stranger = await other.start(0, { POD_NAMESPACE: 'elsewhere' });
    const own = await PodSet.of(1);
    const pod = await own.start(0, { PEERS: [...own.origins, ...other.origins].join(',') });
    await eventually('it has answered', 8000, () =>
      pod.cluster.peers().peers.some(({ state }) => state === 'stranger'),
    );
    const { body } = await pod.http.get(`/visits/log?replica=${replicaOf(stranger)}`).expect(404);
    expect(body.code).toBe('replica-unknown');
  });

  it.each(['', '../..', 'http://169.254.169.254/', 'a'.repeat(65), '%0d%0ax: y', '<b>'])(
    'is no place to write %j',
    async (replica) => {
      const { http } = await runningVisits();
      const { body, text } = await http.get(`/info?replica=${replica}`).expect(400);
      expect(body.detail).toBe('replica: must be the id of a replica');
      expect(text).not.toContain('<b>');
    },
  );

  it('keeps no place for a client that has left before it was asked for', async () => {
    const [{ shell, http }, second] = await pair();
    const raw = new ServerResponse(new IncomingMessage(new Socket())).destroy();
    const reply = { raw } as FastifyReply;
    const request = { url: '/info', headers: {} } as FastifyRequest;
    const [relay, downloads] = [shell.app.get(ReplicaRelay), shell.app.get(HistoryDownloads)];
    for (let n = 0; n < 40; n += 1) {
      await relay.answered(replicaOf(second), request, reply).catch(() => undefined);
      await downloads.send(reply, 'text', 0).catch(() => undefined);
    }
    await http.get(`/info?replica=${replicaOf(second)}`).expect(200);
    await http.get('/visits/log?download=text').expect(200);
  });

  it('believes no other program that has its address by now', async () => {
    const set = await PodSet.of(2);
    const first = await set.start(0);
    const second = await set.start(1);
    const replica = replicaOf(second);
    await eventually('they know each other', 8000, () => first.cluster.locate(replica).kind === 'sibling');
    await second.stop();
    const impostor = createServer((_request, response) => response.end('<h1>not a visit</h1>'));
    await new Promise<void>((done) => impostor.listen(second.port, '127.0.0.1', done));
    expect((impostor.address() as AddressInfo).port).toBe(second.port);
    const { body } = await first.http.get(`/visits/log?replica=${replica}`).expect(503);
    expect(body.code).toBe('replica-unreachable');
    impostor.closeAllConnections();
    impostor.close();
  });
});
