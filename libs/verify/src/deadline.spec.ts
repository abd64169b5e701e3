import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '@visits/testing/eventually';
import { deadline } from './deadline';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('deadline', () => {
  it('comes, whatever the garbage collector takes before', async () => {
    const ends: unknown[] = [];
    const listen = (signal: AbortSignal) => signal.addEventListener('abort', () => ends.push(signal.reason));
    listen(deadline(new AbortController().signal, 1_000));
    await eventually('its end', 10_000, () => {
      collect();
      return ends.length > 0;
    });
    expect(ends).toEqual([new Error('its time of 1 s is over')]);
  });

  it('is not waited for when it is stopped before, with the reason', () => {
    const stop = new AbortController();
    const signal = deadline(stop.signal, 60_000);
    stop.abort(new Error('it was interrupted'));
    expect(signal.reason).toEqual(new Error('it was interrupted'));
    expect(deadline(stop.signal, 60_000).aborted).toBe(true);
  });
});
