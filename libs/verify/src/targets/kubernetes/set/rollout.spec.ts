import type { TargetPod } from '../../target';
import { RollWatch } from './rollout';

const pod = (ordinal: number, uid: string, why = 'ready'): TargetPod => ({
  ...({
    app: 'clock',
    name: `clock-${ordinal}`,
    ordinal,
    uid,
    claim: '-',
    volume: '-',
    origin: '-',
  } as const),
  ...{ ready: why === 'ready', why },
});

/** What is seen of a set of two, look by look. */
function rolled(...looks: TargetPod[][]) {
  let now = [pod(0, 'a'), pod(1, 'b')];
  const watch = new RollWatch(() => now);
  for (const look of looks) {
    now = look;
    watch.look();
  }
  return watch.rolled;
}

it('the highest goes first, and its successor is ready before the next goes', () => {
  const seen = rolled(
    [pod(0, 'a'), pod(1, 'b', 'terminating')],
    [pod(0, 'a')],
    [pod(0, 'a'), pod(1, 'c', 'not ready')],
    [pod(0, 'a'), pod(1, 'c')],
    [pod(0, 'a', 'terminating'), pod(1, 'c')],
  );
  expect(seen).toEqual([
    { name: 'clock-1', away: [] },
    { name: 'clock-0', away: [] },
  ]);
});

it('one that goes while another is away is told by the name of that one', () => {
  const seen = rolled([pod(0, 'a'), pod(1, 'b', 'terminating')], [pod(0, 'a', 'terminating')]);
  expect(seen).toEqual([
    { name: 'clock-1', away: [] },
    { name: 'clock-0', away: ['clock-1'] },
  ]);
});

it('a set that begins with the lowest is seen to do so', () => {
  const seen = rolled(
    [pod(0, 'a', 'terminating'), pod(1, 'b')],
    [pod(0, 'c'), pod(1, 'b')],
    [pod(0, 'c'), pod(1, 'b', 'terminating')],
  );
  expect(seen.map(({ name }) => name)).toEqual(['clock-0', 'clock-1']);
});
