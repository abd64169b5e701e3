import { judgeAnswer } from '../src/judgement';
import { LIVE_MS, Peer } from '../src/peer';
import { PeerTable } from '../src/peer-table';
import type { SiblingAnswer } from '../src/ports';
import type { ReplicaEntry } from '../src/replica-map';

const set = { service: 'clock', namespace: 'visits', headless: 'clock-pods' };
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

test('two siblings with one id are told apart by their boots', () => {
  const table = new PeerTable();
  table.resolve([sibling('clock-1'), sibling('clock-2', '10.0.0.2')]);
  const [one, other] = table.all as [Peer, Peer];
  one.answered(answerOf(said(1, 1), 'a'), { monotonic: 0, now: 0 }, null, null);
  other.answered(answerOf(said(1, 1), 'a'), { monotonic: 0, now: 0 }, null, null);
  expect(table.twins(1)).toEqual([]); // one process with two names
  other.answered(answerOf(said(1, 1), 'b'), { monotonic: 0, now: 0 }, null, null);
  expect(table.twins(1)).toEqual(['clock-2']);
});

test('a sibling that has no id yet may be anybody', () => {
  const table = new PeerTable();
  table.resolve([sibling('clock-1')]);
  const [peer] = table.all as [Peer];
  peer.answered({ ...answerOf(said(1, 1)), replica: null }, { monotonic: 0, now: 0 }, null, null);
  expect(table.silent(1)).toEqual([peer]);
});
