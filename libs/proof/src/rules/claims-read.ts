import { type Rule, describe, ledgerLine, observationLine, receiptOf } from './rule';

/** What was not read proves nothing, in neither direction. */
export const claimsRead: Rule = {
  codes: ['CLAIM_NOT_READ', 'COPY_CUT', 'REPLICA_UNKNOWN'],
  check({ claims, acked, observations, accounting: { missing } }, verdict) {
    for (const { name, after, cutCopies } of claims) {
      const read = observations.of('read').findLast(({ claim, when }) => claim === name && when === 'after');
      if (!after) {
        verdict.find('CLAIM_NOT_READ', {
          message: `${name} was not read after the run${read?.why ? `: ${read.why}` : ''}.`,
          evidence: read ? [observationLine(read.line)] : [`volumes/${name}/`],
        });
      }
      for (const file of cutCopies) {
        verdict.find('COPY_CUT', {
          message: `${file} is not what was read on the volume.`,
          evidence: [file],
        });
      }
    }
    for (const visit of acked) {
      if (missing.get(visit)?.kind !== 'nobody') continue;
      verdict.find('REPLICA_UNKNOWN', {
        message: `${describe(visit)} was acknowledged as ${receiptOf(visit)}; no claim has that replica.`,
        evidence: [ledgerLine(visit.answerLine!)],
        ms: visit.answeredMs,
        replica: visit.receipt!.replica,
      });
    }
  },
};
