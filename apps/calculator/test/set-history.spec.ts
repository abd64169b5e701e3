import { eventually } from '@visits/testing/eventually';
import type { RunningService } from '@visits/visits/testing';
import getPort from 'get-port';
import { runningCalculator } from './running-calculator';

it('the calculations of all pods by time, each with its pod, and who does not answer', async () => {
  const ports = [await getPort(), await getPort(), await getPort()];
  const PEERS = ports.map((port) => `http://127.0.0.1:${port}`).join(',');
  const pods = await Promise.all(
    [0, 1].map((n) =>
      runningCalculator({ POD_NAME: `calculator-${n}`, PORT: String(ports[n]), PEERS, POD_NAMESPACE: 'lab' }),
    ),
  );
  for (const [n, { http }] of pods.entries())
    await http
      .post('/calculations')
      .send({ expression: `${n} + 1` })
      .expect(201);
  await Promise.all(pods.map(hasFoundTheOther));
  const { body } = await pods[0]!.http.get('/calculations?scope=set').expect(200);
  expect(body.items).toMatchObject([
    { pod: 'calculator-0', ordinal: 0, n: 1, text: '0 + 1 = 1' },
    { pod: 'calculator-1', ordinal: 1, n: 1, text: '1 + 1 = 2' },
  ]);
  expect(body.missing).toMatchObject([{ pod: `http://127.0.0.1:${ports[2]}`, reason: 'connection-refused' }]);
  const page = await pods[1]!.http.get('/calculations?scope=set').set('accept', 'text/html').expect(200);
  const { replica } = (await pods[0]!.http.get('/info').expect(200)).body as { replica: string };
  expect(page.text).toContain(
    `<a class="pod" href="./calculations?replica=${replica}&amp;n=1#n1">calculator-0</a>`,
  );
  expect(page.text).toContain(`Without http://127.0.0.1:${ports[2]}.`);
}, 90_000);

/** Each pod looks for itself, every two seconds. */
const hasFoundTheOther = ({ http }: RunningService) =>
  eventually('the other is found', 20_000, async () => {
    const { body } = await http.get('/peers').expect(200);
    const peers = body.peers as { state: string; reason: string | null }[];
    if (peers.some(({ state, reason }) => state !== 'self' && reason === null)) return true;
    throw new Error(JSON.stringify(body));
  });
