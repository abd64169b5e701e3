import { observationLine, type Rule } from './rule';

/** A volume keeps its id for as long as it lives. */
export const replicaChanged: Rule = {
  codes: ['REPLICA_CHANGED'],
  check({ claims, observations, startedAt }, verdict) {
    const changed = new Set<string>();
    for (const { name, before, after, truncated } of claims) {
      if (!before?.replica || !after || truncated.length > 0) continue;
      const [was, is] = [before.replica.replica, after.replica?.replica];
      if (was === is) continue;
      changed.add(name);
      verdict.find('REPLICA_CHANGED', {
        message: `${name} was ${was} before the run and ${is ? `is ${is}` : 'has no id'} after it.`,
        evidence: [`${after.directory}/replica.json#1`, `${before.directory}/replica.json#1`],
        ms: sinceStart(after.replica?.createdAt, startedAt),
        replica: is ?? was,
        scenario: 'identity',
      });
    }
    const seen = new Map<string, { replica: string; line: number }>();
    for (const { claim, replica, pod, line, ms } of observations.of('pod')) {
      if (!claim || !replica || changed.has(claim)) continue;
      const earlier = seen.get(claim);
      if (earlier && earlier.replica !== replica)
        verdict.find('REPLICA_CHANGED', {
          message: `${pod} said ${replica} on ${claim}, which had said ${earlier.replica}.`,
          evidence: [observationLine(line), observationLine(earlier.line)],
          ms,
          replica: earlier.replica,
        });
      seen.set(claim, { replica, line });
    }
  },
};

/** The new id says when it was made; one that is older than the run came from elsewhere. */
function sinceStart(createdAt: string | undefined, startedAt: number): number | undefined {
  const ms = Date.parse(createdAt ?? '') - startedAt;
  return ms >= 0 ? ms : undefined;
}
