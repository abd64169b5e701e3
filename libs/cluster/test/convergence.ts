import { Random } from '@visits/persistence/testing';
import { PEERS_PER_ROUND, PEERS_PER_TOTAL } from '../src/exchange/exchange';
import type { ReplicaMap } from '../src/replicas/replica-map';
import { encodeSiblingAnswer } from '../src/replicas/replica-schema';

const SIZES = [1, 2, 3, 5, 10, 30, 100, 300, 1000];
const TRIES = 5;

export interface Convergence {
  readonly replicas: number;
  /** Rounds until every pod knows of every replica: the worst of five tries. */
  readonly rounds: number;
  /** Of one pod in one round. */
  readonly requests: number;
  /** Siblings that a request for the total asks. */
  readonly asked: number;
  /** Received by one pod in one round, once all know all: bodies only. */
  readonly bytes: number;
}

/** All pods start at once and know only themselves; then rounds, each asking up to 8 others by chance. */
export function converge(replicas: number, seed = 1): Convergence {
  const rounds = Math.max(
    ...Array.from({ length: TRIES }, (_, n) => roundsOf(replicas, new Random(seed + n))),
  );
  const requests = Math.min(PEERS_PER_ROUND, replicas - 1);
  const answer = {
    format: 1 as const,
    set: { service: 'clock', namespace: 'visits-production', headless: 'clock-headless', name: 'clock' },
    pod: 'clock-0',
    ordinal: 0,
    boot: idOf(1),
    replica: idOf(0),
    settled: true,
    stopping: false,
    replicas: mapOf(replicas),
  };
  const bytes = requests * Buffer.byteLength(JSON.stringify(encodeSiblingAnswer(answer)));
  return { replicas, rounds, requests, bytes, asked: Math.min(PEERS_PER_TOTAL, replicas - 1) };
}

/** As Markdown. */
export function table(): string {
  const rows = SIZES.map((size) => converge(size)).map(({ replicas, rounds, requests, bytes, asked }) => {
    const whole = requests === 0 ? 0 : (bytes / requests) * asked;
    const exact = asked === replicas - 1 ? 'exact' : 'at least';
    return `| ${[replicas, rounds, requests, sizeOf(bytes), asked, sizeOf(whole), exact].join(' | ')} |`;
  });
  const head = [
    'replicas',
    'rounds',
    'requests',
    'received',
    'asked by `/total`',
    'received then',
    'the total',
  ];
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}

const sizeOf = (bytes: number): string => (bytes < 10_000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`);

/** The spread of knowledge alone: who asks whom. What an answer weighs does not change it. */
function roundsOf(replicas: number, random: Random): number {
  // A bit for each replica that a pod knows of.
  let known = Array.from({ length: replicas }, (_, pod) => 1n << BigInt(pod));
  const all = (1n << BigInt(replicas)) - 1n;
  for (let round = 0; ; round += 1) {
    if (known.every((bits) => bits === all)) return round;
    const before = known;
    known = before.map((own, pod) =>
      draw(replicas, pod, random).reduce((bits, other) => bits | (before[other] as bigint), own),
    );
  }
}

function draw(replicas: number, self: number, random: Random): number[] {
  const drawn = new Set<number>();
  while (drawn.size < Math.min(PEERS_PER_ROUND, replicas - 1)) {
    const other = random.below(replicas);
    if (other !== self) drawn.add(other);
  }
  return [...drawn];
}

function mapOf(replicas: number): ReplicaMap {
  return new Map(
    Array.from({ length: replicas }, (_, ordinal) => {
      const visits = 1_000_000 + ordinal;
      const entry = { visits, pod: `clock-${ordinal}`, ordinal, seenAt: 1_795_268_700_000, final: false };
      return [idOf(ordinal), entry];
    }),
  );
}

/** As long as a UUID. */
function idOf(ordinal: number): string {
  return String(ordinal).padStart(36, '0');
}
