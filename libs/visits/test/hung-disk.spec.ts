import { once } from 'node:events';
import { BoundedReads, Journal } from '@visits/persistence';
import { SimulatedDisk } from '@visits/persistence/testing';
import { VisitRecorder } from '../src';
import { VisitHistory } from '../src/history/visit-history';
import { VOLUME } from '../src/volume';
import { runningVisits } from './running-visits';

const never = (): Promise<never> => new Promise(() => undefined);

it.each(['open', 'stat', 'read'] as const)(
  'a disk whose %s hangs: two calls hang, every caller gets an error',
  async (hung) => {
    const disk = new SimulatedDisk();
    const journal = new Journal({ volume: disk.mount(), holder: { pod: 'clock-0', boot: 'b', claim: '' } });
    const open = new Promise<void>((resolve) =>
      journal.onState((state) => void (state === 'open' && resolve())),
    );
    journal.start();
    await open;
    await journal.append('a');
    let hanging = 0;
    const reader = disk.mount();
    disk.fault = ({ operation, volume }) => {
      if (operation !== hung || volume !== reader) return undefined;
      hanging += 1;
      return { kind: 'hang', until: never() };
    };
    const history = new VisitHistory(reader, new BoundedReads(50), journal);
    const pages = Array.from({ length: 8 }, (_, after) => history.page({ after, limit: 10 }));
    const answers = await Promise.allSettled([...pages, history.newest(8)]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ reason: { status: 503, code: 'stalled', action: expect.any(String) } });
    }
    expect(hanging).toBe(2);
    disk.fault = null;
    await journal.close();
  },
);

it('over HTTP: the history says stalled within the deadline, then at once; the count and the probes go on', async () => {
  const { shell, http } = await runningVisits();
  await shell.app.get(VisitRecorder).record('a', new Date());
  const volume = shell.app.get(VOLUME);
  const { open, stat } = volume;
  Object.assign(volume, { open: never, stat: never });
  const ask = (after: number) => http.get(`/visits/log?after=${after}`);
  const server = shell.app.getHttpServer();
  if (!server.listening) await once(server, 'listening');
  const first = await Promise.all([0, 1, 2, 3, 4, 5].map(ask));
  const { status, headers, body } = first[0]!;
  expect(first.map((answer) => answer.status)).toEqual([503, 503, 503, 503, 503, 503]);
  expect([status, body.code, body.title, headers['retry-after']]).toEqual([
    503,
    'stalled',
    'Not read in time',
    '1',
  ]);
  const start = performance.now();
  expect((await ask(9)).body.code).toBe('stalled');
  // Whoever waits for the deadline again waits 5 s.
  expect(performance.now() - start).toBeLessThan(4500);
  expect((await http.get('/visits').expect(200)).body.visits).toBe(1);
  Object.assign(volume, { open, stat });
}, 20_000);
