import { LIVE_MS, Peer } from '../src/exchange/peer';
import { PeerTable } from '../src/exchange/peer-table';
import { judgeAnswer } from '../src/exchange/verdict';
import { isOfSet } from '../src/replicas/identity';
import type { ReplicaEntry } from '../src/replicas/replica-map';
import type { SiblingAnswer } from '../src/replicas/replica-schema';

const set = { service: 'clock', namespace: 'visits', headless: 'clock-pods', name: 'clock' };
const said = (visits: number, seenAt: number, final = false): ReplicaEntry => ({
  visits,
  pod: 'clock-1',
  ordinal: 1,
  seenAt,
  final,
});
const answerOf = (own: ReplicaEntry, boot = 'b'): SiblingAnswer => ({
  format: 1,
  set,
  pod: 'clock-1',
  ordinal: 1,
  boot,
  replica: 'theirs',
  settled: true,
  replicas: new Map([['theirs', own]]),
});
const sibling = (key: string, address = '10.0.0.1') => ({ key, pod: key, origin: `http://${address}:8080` });
const judged = (own: ReplicaEntry, before?: ReplicaEntry) =>
  judgeAnswer(answerOf(own), {
    set,
    pod: 'clock-1',
    ownReplica: 'ours',
    known: new Map(before ? [['theirs', before]] : []),
  });

const { name: _, ...unnamed } = set;
const ours = [set, { ...set, headless: '', name: 'a' }] as const;
test.each([
  ['with the same app, namespace and StatefulSet', 'clock-1', set, [true, true]],
  ['where the Service has another name since a rollout', 'clock-1', { ...set, headless: 'x' }, [true, true]],
  ['of version 0.1.0, which proves it by the name of the pod', 'clock-1', unnamed, [true, true]],
  ['of that version and another StatefulSet, never', 'dev-clock-1', unnamed, [false, true]],
  ['of another StatefulSet only where a list names it', 'x', { ...set, name: 'dev-clock' }, [false, true]],
  ['of another app, never', 'clock-1', { ...set, service: 'calculator' }, [false, false]],
  ['of another namespace, never', 'clock-1', { ...set, namespace: 'dev' }, [false, false]],
  ['that no StatefulSet made, only where a list names it', 'laptop', unnamed, [false, true]],
])('a pod is of the same set %s', (_, pod, theirs, expected) => {
  expect(ours.map((own) => isOfSet({ pod, set: theirs }, own))).toEqual(expected);
});

test('a replica that answers is not final any more, whatever its clock says', () => {
  const verdict = judged(said(5, 100), said(5, 900, true));
  expect(verdict).toMatchObject({ kind: 'sibling', reason: null });
  expect(verdict.kind === 'sibling' && verdict.learned.get('theirs')).toMatchObject({
    seenAt: 901,
    final: false,
  });
});

test('a replica that has less than was known before it was asked was restored', () => {
  expect(judged(said(4, 900), said(5, 100))).toMatchObject({ reason: 'restored' });
  expect(judged(said(5, 900), said(5, 100))).toMatchObject({ reason: null });
});

test('a peer is live for two seconds after it was asked, at its address and no other', () => {
  const peer = new Peer(sibling('clock-1'));
  peer.answered(answerOf(said(1, 1)), { monotonic: 1000, now: 5 }, null, null);
  expect(peer.liveMs(1000 + LIVE_MS)).toBe(LIVE_MS);
  expect(peer.liveMs(1000 + LIVE_MS + 1)).toBeNull();
  peer.move(sibling('clock-1', '10.0.0.2'));
  expect(peer.liveMs(1001)).toBeNull();
  expect(peer.hasAnswered).toBe(false);
});

test('two siblings with one id are distinguished by their boots', () => {
  const table = new PeerTable();
  table.resolve([sibling('clock-1'), sibling('clock-2', '10.0.0.2')]);
  const [one, other] = table.all as [Peer, Peer];
  one.answered(answerOf(said(1, 1), 'a'), { monotonic: 0, now: 0 }, null, null);
  other.answered(answerOf(said(1, 1), 'a'), { monotonic: 0, now: 0 }, null, null);
  expect(table.duplicates(1)).toEqual([]); // one process with two names
  other.answered(answerOf(said(1, 1), 'b'), { monotonic: 0, now: 0 }, null, null);
  expect(table.duplicates(1)).toEqual(['clock-2']);
});

test('a sibling that has no id yet may be anybody', () => {
  const table = new PeerTable();
  table.resolve([sibling('clock-1')]);
  const [peer] = table.all as [Peer];
  peer.answered({ ...answerOf(said(1, 1)), replica: null }, { monotonic: 0, now: 0 }, null, null);
  expect(table.silent(1)).toEqual([peer]);
});
