import { type SetHistoryAnswer, VisitRecorder } from '../src';
import { eventually } from '@visits/testing/eventually';
import { PATIENCE_MS, PodSet, type SetPod } from './running-set';

const start = Date.parse('2026-11-21T13:00:00.000Z');
export const replicaOf = (pod: SetPod): string => pod.journal.status().replica as string;

/** Three pods that know each other; each line at its second: `lines` is [ordinal, second]. */
export async function trio(lines: readonly (readonly [number, number])[]): Promise<readonly SetPod[]> {
  const set = await PodSet.of(3);
  const pods = await set.startAll();
  for (const [ordinal, second] of lines) {
    const recorder = (pods[ordinal] as SetPod).shell.app.get(VisitRecorder);
    await recorder.record(`at ${second}`, new Date(start + second * 1000));
  }
  await eventually('they know each other', PATIENCE_MS, async () => {
    const others = await Promise.all(pods.map(({ cluster }) => cluster.others()));
    return others.every((all) => all.length === 2 && all.every(({ reason }) => reason === null));
  });
  return pods;
}

export async function historyOf({ http }: SetPod, query = ''): Promise<SetHistoryAnswer> {
  const { body } = await http.get(`/visits/log?scope=set${query}`).expect(200);
  return body as SetHistoryAnswer;
}

/** On a busy machine a pod may answer too late for once, this one as well. */
export async function wholeOf({ http }: SetPod, query = ''): Promise<SetHistoryAnswer> {
  let answer: SetHistoryAnswer | undefined;
  await eventually('nobody is missing', PATIENCE_MS, async () => {
    const { status, body } = await http.get(`/visits/log?scope=set${query}`);
    if (status === 200) answer = body as SetHistoryAnswer;
    return answer?.missing.length === 0;
  });
  return answer as SetHistoryAnswer;
}
export const shown = ({ items }: SetHistoryAnswer) => items.map(({ pod, text }) => `${pod} ${text}`);

/** Three of them in one second. */
export const LINES = [
  [0, 1],
  [1, 2],
  [1, 3],
  [2, 3],
  [0, 3],
  [2, 4],
  [0, 5],
] as const;
