import { one, type Plant } from '@visits/testing/planted/planted';

/** What someone may one day take out of the cluster as needless. */
export const CLUSTER: readonly Plant[] = [
  one('the last report wins, not the largest', '$KNOWN ? larger($KNOWN, $ENTRY) : $ENTRY', '$ENTRY'),
  {
    name: 'a total is shown before it is on the volume',
    edits: [
      { find: '$KNOWN = merge($KNOWN, $HEARD); return 0;' },
      { find: 'return merge($DURABLE, this.$FORMER());', replace: 'return merge($KNOWN, this.$FORMER());' },
    ],
  },
  one(
    'the directory is not synced after peers.json was renamed',
    'await $VOLUME.rename($TEMPORARY, $NAME); await $VOLUME.sync(); return $IDENTITY;',
    'await $VOLUME.rename($TEMPORARY, $NAME); return $IDENTITY;',
  ),
  one(
    'peers.json is not synced before it is renamed',
    'await $WRITE($FILE); await $FILE.sync(); return $IDENTITY;',
    'await $WRITE($FILE); return $IDENTITY;',
  ),
  {
    name: 'others say what our own count is',
    edits: [
      { find: 'const $BEFORE = this.$KNOWN.get($REPLICA); const $FLOOR = $SEENBEFORE;' },
      {
        find: '{ visits, pod, ordinal, seenAt: $SEEN, final }',
        replace: '{ visits: Math.max(visits, $BEFORE?.visits ?? 0), pod, ordinal, seenAt: $SEEN, final }',
      },
    ],
  },
  one(
    'a new volume shows a total before it asked anybody',
    'return $MAP.isSettled || this.$OVER;',
    'return true;',
  ),
  one(
    'a restored volume keeps its id',
    "await $ROTATE(); $REPORT({ kind: 'rotated', $$IDS });",
    "$REPORT({ kind: 'rotated', $$IDS });",
  ),
  one(
    'a clone rotates its id',
    '$TABLE.ownDuplicate || !$MAP.isRolledBack || $CHANGED',
    '!$MAP.isRolledBack || $CHANGED',
  ),
  one('nobody notices that two pods count under one id', '$REPLICA === $ASKER.ownReplica', "$REPLICA === ''"),
  one(
    'a total is exact though nobody could be looked up',
    'if (!$DISCOVERY.expected || this.$FRESH(this.$FOUND)) return null; return $FAILURE;',
    'return null;',
  ),
  one(
    'an answer of DNS holds for ever',
    'if (!$DISCOVERY.expected || this.$FRESH(this.$FOUND)) return null; return $FAILURE;',
    'if (!$DISCOVERY.expected || this.$FOUND > -Infinity) return null; return $FAILURE;',
  ),
  one('a look-up that was given up counts when it comes', 'if (this.$FINDING !== $OLD) return;', ''),
  one(
    'a total is exact though a sibling does not answer',
    'const $SILENT = $TABLE.silent($NOW); if ($SILENT.length > 0) $SAY;',
    'const $SILENT = $TABLE.silent($NOW); if ($SILENT.length > 99) $SAY;',
  ),
  one('a total is exact though not all that was heard is on the volume', 'if ($MAP.isBehind) $SAY;', ''),
  one('a clean stop is not believed', "$ENTRY.final ? 'final' : 'cached'", "'cached'"),
  one(
    'final stays though the replica answers, with an older clock',
    '!$OWN.final && $BEFORE?.final && $OWN.visits === $BEFORE.visits && $OWN.seenAt <= $BEFORE.seenAt',
    'false',
  ),
  one(
    'final beats every later word',
    '$A.visits - $B.visits || $A.seenAt - $B.seenAt || Number($A.final) - Number($B.final)',
    '$A.visits - $B.visits || Number($A.final) - Number($B.final) || $A.seenAt - $B.seenAt',
  ),
  one(
    'every report is final',
    '{ visits, pod, ordinal, seenAt: $SEEN, final }',
    '{ visits, pod, ordinal, seenAt: $SEEN, final: true }',
  ),
  one('what was heard once is final', "$ENTRY.final ? 'final' : 'cached'", "'final'"),
  one(
    'live for ever after one answer',
    '$REASON === null && $AGE <= $LIMIT ? $AGE : null',
    '$REASON === null && $AGE < Infinity ? $AGE : null',
  ),
  one(
    'an answer is as young as its arrival',
    '{ monotonic: $BEFORE.monotonic, now: $TIME.now() }',
    '{ monotonic: $TIME.monotonic(), now: $TIME.now() }',
  ),
  one(
    'an id that was given up loses what peers.json had not heard of',
    '$SAME || $BASE <= $FORMER.base',
    'true',
  ),
  one(
    'an id that was given up gets what was counted before it as well',
    '{ visits: $BASE - $FORMER.base, $$REST }',
    '{ visits: $BASE, $$REST }',
  ),
  one(
    'an id is announced to siblings before peers.json has it',
    'return $REPLICA !== null && $WRITTEN?.replica === $REPLICA ? $REPLICA : null;',
    'return $REPLICA;',
  ),
  one(
    'any peers.json counts as complete',
    '$SETTLED = $RECORD?.settled ?? false;',
    '$SETTLED = $RECORD !== null;',
  ),
  one(
    'peers.json is read before the lock is ours',
    'if ($LOADED || !$SELF().open) return;',
    'if ($LOADED) return;',
  ),
  one(
    'peers.json is written while the journal is not open',
    'if (!$LOADED || !$SELF().open) return false;',
    'if (!$LOADED) return false;',
  ),
  one(
    'another pod at a sibling’s address counts as that sibling',
    '$ASKER.pod !== null && $POD !== $ASKER.pod',
    "$ASKER.pod === '' && $POD !== $ASKER.pod",
  ),
  one(
    'a write that failed counts as durable',
    'await $FILE.write($RECORD); $DURABLE = $RECORD.replicas;',
    '$DURABLE = $RECORD.replicas; await $FILE.write($RECORD);',
  ),
  one('what another process wrote is written over', 'if (await $FILE.isForeign()) $TAKE;', ''),
  one(
    'a sibling that fell back counts as live',
    '$BEFORE && $OWN.visits < $BEFORE.visits',
    '$BEFORE && $OWN.visits < -1',
  ),
  one(
    'a log that fell back takes a shown count back',
    '$BEFORE && $BEFORE.visits > $OWN.entry.visits ? $BEFORE : $OWN.entry',
    '$OWN.entry',
  ),
  one(
    'an answer from the old address counts for the new one',
    'if ($PEER.sibling.origin !== $SIBLING.origin) return;',
    '',
  ),
  one(
    'two siblings with one id make an exact total',
    'if ($COPY) $FOUND.push($COPY.detail); const $SAME = $TABLE.$FIND($NOW); if ($SAME.length > 0) $SAY;',
    'if ($COPY) $FOUND.push($COPY.detail);',
  ),
  one(
    'a sibling stays live when its address changes',
    '$ASKAGAIN = -Infinity; $HEARD = -Infinity;',
    '$ASKAGAIN = -Infinity;',
  ),
  {
    name: 'a replica id is rotated before the old count is durable',
    edits: [
      { find: 'const $MORE = $REPLICA !== null && ($KNOWN.get($REPLICA)?.visits ?? 0) > $VISITS;' },
      {
        find: 'return $REPLICA !== null && ($DURABLE.get($REPLICA)?.visits ?? 0) > $VISITS;',
        replace: 'return $REPLICA !== null && ($KNOWN.get($REPLICA)?.visits ?? 0) > $VISITS;',
      },
    ],
  },
  one('a map of another set is merged', 'if (!isOfSet(answer, $ASKER.set)) $REFUSE;', ''),
  one(
    'a set beside ours, with a Service of the same name, counts as ours',
    "return ours.headless === '' || $NAME === ours.name;",
    'return true;',
  ),
  one(
    'more than 10,000 replicas are kept',
    'const $ROOM = MAX_REPLICAS - $KNOWN.size;',
    'const $ROOM = Infinity;',
  ),
  one(
    'anybody may say that a replica is final',
    'if (!isOfSet($MESSAGE, $OURS)) return $REFUSED; if (!this.$ISSPEAKER($MESSAGE, $ADDRESS)) $LOOK;',
    'if (!isOfSet($MESSAGE, $OURS)) return $REFUSED;',
  ),
  one(
    'another set may say that a replica is final',
    'if (!isOfSet($MESSAGE, $OURS)) return $REFUSED; if (!this.$ISSPEAKER($MESSAGE, $ADDRESS)) $LOOK;',
    'if (!this.$ISSPEAKER($MESSAGE, $ADDRESS)) $LOOK;',
  ),
  one(
    'pods that stop together do not wait for each other',
    "if ($OUTCOME === 'taken' || $PEER.hasLeft) return;",
    "if ($OUTCOME !== 'not-taken' || $PEER.hasLeft) return;",
  ),
  one(
    'what those who stop together report does not get onto the volume',
    "$OVER.abort('over'); await $MAP.persist(false, true);",
    "$OVER.abort('over');",
  ),
  one(
    'a sibling that stops is as good as lost',
    '$WORD.stopping ? { boot: $WORD.boot, hasLeft: false } : null',
    'null',
  ),
  one(
    'a request for the total asks no more siblings than a round',
    '$DRAWN.slice(0, wide ? $MANY : perRound)',
    '$DRAWN.slice(0, perRound)',
  ),
  one(
    'a round that asked some counts as one that asked all',
    'return $ASKED.length === $DRAWN.length;',
    'return true;',
  ),
  one('peers.json is written as often as one likes', '!$URGENT && $NOW - $WROTE < $INTERVAL', 'false'),
  {
    name: 'whoever asks for the total waits for the slowest',
    edits: [
      {
        find: 'await endsWithin($TIME, $REFRESH, this.$ROUND());',
        replace: 'await endsWithin($TIME, 5_000, this.$ROUND());',
      },
      {
        find: 'const $ASKED = Promise.all($ALL); await endsWithin($CLOCK, $ANSWER, $ASKED);',
        replace: 'const $ASKED = Promise.all($ALL); await endsWithin($CLOCK, 4_000, $ASKED);',
      },
    ],
  },
  one('a foreign peers.json is written over', 'await setAside($VOLUME, PEERS, $NAME);', ''),
];
