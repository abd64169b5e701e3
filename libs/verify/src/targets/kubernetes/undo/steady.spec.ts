import type { ObjectOf } from '../client';
import { unsteady } from './steady';

type Set = ObjectOf<'StatefulSet'>;

const status = {
  ...{ observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 3 },
  ...{ currentRevision: 'a', updateRevision: 'a' },
};
const of = (seen: Partial<typeof status>, strategy = 'RollingUpdate') =>
  unsteady({
    metadata: { generation: 2 },
    spec: { replicas: 3, updateStrategy: { type: strategy } },
    status: { ...status, ...seen },
  } as Set);

it('a set whose pods are all ready and of its revision is steady', () => {
  expect(of({})).toBeUndefined();
});

it.each([
  [{ observedGeneration: 1 }, 'its controller has not seen it yet'],
  [{ replicas: 2 }, 'it has 2 of 3 pods'],
  [{ readyReplicas: 2 }, '2 of 3 pods are ready'],
  [{ updatedReplicas: 1, updateRevision: 'b' }, '1 of 3 pods are of its revision'],
])('%j: %s', (seen, why) => {
  expect(of(seen)).toBe(why);
});

it('a set that replaces no pod by itself is not waited for', () => {
  expect(of({ updatedReplicas: 0, updateRevision: 'b' }, 'OnDelete')).toBeUndefined();
});
