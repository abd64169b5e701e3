import { spans } from '../scenarios/span';
import { describe, ledgerLine, type Rule } from './rule';

/** In a planned change nobody who had connected should be left without an answer; a kill excuses it. */
export const visitUnanswered: Rule = {
  codes: ['VISIT_UNANSWERED'],
  check(evidence, verdict) {
    const planned = spans(evidence).filter(({ name }) => name === 'rollout');
    for (const visit of evidence.unknown)
      for (const { name, fromMs, toMs } of planned)
        if (visit.sentMs >= fromMs && visit.sentMs <= toMs)
          verdict.find('VISIT_UNANSWERED', {
            message: `${describe(visit)} to ${visit.target} got no answer (${visit.code ?? visit.status ?? 'none came'}).`,
            evidence: [ledgerLine(visit.answerLine ?? visit.line)],
            ms: visit.sentMs,
            scenario: name,
          });
  },
};
