import { observationLine, type Rule } from './rule';

/** Later than this, and the writer measures itself. */
const STARVED_MS = 50;

/** What the run itself says that stands in the way of a verdict. */
export const observed: Rule = {
  codes: ['NOT_RESTORED', 'OBSERVATIONS_DAMAGED', 'OBSERVATION_GAP', 'SPEC_CHANGED', 'WRITER_STARVED'],
  check({ observations }, verdict) {
    for (const { object, why, command, line, ms } of observations.of('leftover'))
      verdict.find('NOT_RESTORED', {
        message: `${object}: ${why}. \`${command}\``,
        evidence: [observationLine(line)],
        ms,
      });
    for (const { object, manager, detail, line, ms } of observations.of('changed'))
      verdict.find('SPEC_CHANGED', {
        message: `${manager} changed ${object}${detail ? `: ${detail}` : ''}.`,
        evidence: [observationLine(line)],
        ms,
      });
    for (const { what, why, startMs, ms, line } of observations.of('gap'))
      verdict.find('OBSERVATION_GAP', {
        message: `${what}: nothing was seen for ${Math.round(ms - startMs)} ms${why ? `, ${why}` : ''}.`,
        evidence: [observationLine(line)],
        ms: startMs,
      });
    for (const { p99Ms, line, ms } of observations.of('loop'))
      if (p99Ms > STARVED_MS)
        verdict.find('WRITER_STARVED', {
          message: `The writer's event loop was late by ${p99Ms} ms (p99).`,
          evidence: [observationLine(line)],
          ms,
        });
    for (const line of observations.unreadable)
      verdict.find('OBSERVATIONS_DAMAGED', {
        message: `Line ${line} of observations.ndjson cannot be read.`,
        evidence: [observationLine(line)],
      });
  },
};
