import { FINDING_CODES, type FindingCode, FINDINGS } from '@visits/proof';
import { VerifyError } from './errors';
import { nearest } from './nearest';
import { scenarios } from './scenarios';

/** What a code of a report means, or what a scenario does, in lines for people. */
export function explain(name: string): string[] {
  const code = FINDING_CODES.find((one) => one === name.toUpperCase().replaceAll('-', '_'));
  if (code) return explainCode(code);
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario) return [`${scenario.name}: ${scenario.does}.`, `Held when: ${scenario.heldWhen}.`];
  const known = [...FINDING_CODES, ...scenarios.map((one) => one.name)];
  throw new VerifyError(
    'code-unknown',
    `There is no code or scenario ${JSON.stringify(name)}; the nearest is ${nearest(name, known)}.`,
    'See: visits verify list',
  );
}

function explainCode(code: FindingCode): string[] {
  const { severity, title, cause, look, fix } = FINDINGS[code];
  return [`${code} (${severity}): ${title}`, `Cause: ${cause}`, `Look: ${look}`, `Fix: ${fix}`];
}
