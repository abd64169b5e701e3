import { Draft, type DraftLine } from '../src/self-test/draft';
import { iso } from '../src/self-test/setting';

const PODS = 6;

/** A run of so many visits, half of them calculations; nobody answered one in a hundred. */
export function workload(visits: number): ReadonlyMap<string, Uint8Array> {
  const draft = new Draft({ run: 'bench', seed: '1', startedAt: iso(0) });
  const lines = Array.from({ length: PODS }, (): DraftLine[] => []);
  for (let seq = 1; seq <= visits; seq++) {
    const pod = seq % PODS;
    const app = pod % 2 === 0 ? 'clock' : 'calculator';
    const ms = seq * 10;
    const text = app === 'calculator' ? `${100_000_000 + seq} + ${seq}` : undefined;
    draft.entries.push({
      kind: 'intent',
      seq,
      client: 'c',
      target: `${app}-${pod}`,
      app,
      ms,
      ...(text && { text }),
    });
    const n = lines[pod]!.length + 1;
    const line = { n, at: iso(ms + 1), text: text ? `${text} = 1` : '12:00:00 Europe/Moscow' };
    lines[pod]!.push(line);
    const receipt = { replica: `replica-${pod}`, boot: `boot-${pod}`, ...line };
    if (seq % 100 === 0) draft.entries.push({ kind: 'unknown', seq, ms: ms + 2, code: 'ECONNRESET' });
    else draft.entries.push({ kind: 'acked', seq, ms: ms + 2, status: 200, ...receipt });
  }
  for (const [pod, held] of lines.entries()) {
    const replica = { replica: `replica-${pod}`, base: 0, createdAt: iso(1) };
    draft.volume(`visits-${pod}`, 'after', { lines: held, replica, commits: [1, 2, 3] });
  }
  return draft.files();
}
