import { VisitHistory } from '@visits/visits';
import { runningCalculator } from './running-calculator';

const never = (): Promise<never> => new Promise(() => undefined);

it('on a disk that hangs the page comes without its list, and the history says stalled', async () => {
  const { shell, http } = await runningCalculator();
  await http.post('/calculations').send({ expression: '3 + 4' }).expect(201);
  const volume = Reflect.get(shell.app.get(VisitHistory), 'volume') as object;
  Object.assign(volume, { open: never, stat: never });
  const [page, history] = await Promise.all([
    http.get('/').set('accept', 'text/html'),
    http.get('/calculations?after=0'),
  ]);
  expect(page.status).toBe(200);
  expect(page.text).not.toContain('Latest on this volume');
  expect([history.status, history.body.code]).toEqual([503, 'stalled']);
  await http.post('/calculations').send({ expression: '3 + 5' }).expect(201);
}, 20_000);
