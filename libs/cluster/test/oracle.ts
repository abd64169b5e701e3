import type { Total } from '../src/total/total';
import type { Claim } from './claim';
import type { Network } from './network';
import type { SimulatedPod } from './simulated-pod';

/** An answer is of what was so long ago at most. */
const LIVE_MS = 2_000;
/** DNS may be so old, and a round be waited for. */
const LOOKUP_MS = 5_500;

/** What is true, and whether what the pods say agrees with it. */
export class Oracle {
  readonly problems: string[] = [];
  visitsEver = 0;
  answers = 0;
  exactAnswers = 0;
  /** The largest contribution that any volume ever had under an id. */
  readonly #largest = new Map<string, number>();

  constructor(
    private readonly claims: ReadonlySet<Claim>,
    private readonly network: Network,
    private readonly now: () => number,
  ) {}

  problem(text: string): void {
    this.problems.push(`at ${(this.now() / 1000).toFixed(3)} s: ${text}`);
  }

  counted(claim: Claim): void {
    this.visitsEver += 1;
    this.#largest.set(claim.replica, Math.max(this.#largest.get(claim.replica) ?? 0, claim.contribution));
  }

  /** `before`: the highest total that a pod on the volume had answered when this one was asked. */
  shown(pod: SimulatedPod, answer: Total, before: number): void {
    this.answers += 1;
    const { claim, name } = pod;
    const { total, exact, replicas } = answer;
    if (total < before) this.problem(`${name} answers ${total} after ${before}`);
    claim.highest = Math.max(claim.highest, total);
    if (total > this.visitsEver) this.problem(`${name} answers ${total}, counted were ${this.visitsEver}`);
    for (const { replica, visits } of replicas) {
      const largest = this.#largest.get(replica) ?? 0;
      if (visits > largest)
        this.problem(`${name} says ${visits} of ${replica}, which never had above ${largest}`);
    }
    const own = replicas.find(({ source }) => source === 'self');
    if (!own) this.problem(`${name} leaves itself out`);
    if (exact) this.#checkExact(pod, answer);
  }

  #checkExact(pod: SimulatedPod, { replicas }: Total): void {
    this.exactAnswers += 1;
    const now = this.now();
    const said = new Map(replicas.map((entry) => [entry.replica, entry]));
    for (const { replica, source } of replicas)
      if (source === 'cached') this.problem(`${pod.name} calls a total with ${replica} from earlier exact`);
    for (const other of this.network.endpoints.values()) {
      const listed = this.network.names.get(other.name);
      if (!isPod(other) || other === pod || !other.isOpen || !listed) continue;
      if (listed.address !== other.address || listed.since > now - LOOKUP_MS) continue;
      const { replica, visits = 0, source } = said.get(other.claim.replica) ?? {};
      const age = source === 'live' ? LIVE_MS : LOOKUP_MS;
      const owed = other.claim.contributionAt(now - age);
      if (visits < owed)
        this.problem(
          `${pod.name} calls it exact with ${visits} of ${replica ?? 'nobody'}, ${other.name} had ${owed}`,
        );
      if (other.claim.replica === pod.claim.replica && !pod.cluster.peers().duplicate)
        this.problem(`${pod.name} calls it exact beside its duplicate ${other.name}`);
    }
    for (const claim of this.claims) {
      const entry = said.get(claim.replica);
      if (entry?.source !== 'final' || claim.contribution <= entry.visits) continue;
      // It came back, this pod heard so, and it still takes the count that it once stopped with for its last.
      const heard = pod.heard.get(claim.boot) ?? Infinity;
      if (claim.stoppedAt === null && heard < now - LIVE_MS)
        this.problem(
          `${pod.name} calls ${claim.replica} final at ${entry.visits}, it has ${claim.contribution}`,
        );
    }
  }
}

function isPod(endpoint: object): endpoint is SimulatedPod {
  return 'cluster' in endpoint;
}
