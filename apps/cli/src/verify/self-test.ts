import type { Writable } from 'node:stream';
import { EXCUSED, LIES, selfTest, THOROUGH } from '@visits/proof';
import { columns } from '../columns';

/** Which lie is found by which code, then how often it was; the exit code: a judge that fails is a 2. */
export function selfTestTo(out: Writable): number {
  const rows = [
    ...Object.entries(LIES).map(([lie, { codes }]) => [lie, codes.join(' or ')]),
    ...Object.entries(EXCUSED).map(([excuse, { codes }]) => [excuse, `excused: ${codes.join(', ')}`]),
  ];
  out.write(`${columns(['PLANTED', 'FOUND AS'], rows)}\n\n`);
  const { clean, lies, passed, failures } = selfTest(THOROUGH);
  out.write(
    `${lies.convicted} of ${lies.runs} lies convicted, ${clean.falseAlarms} of ${clean.runs} honest runs\n`,
  );
  for (const { what, seed, expected, found } of failures)
    out.write(`  ${what}, seed ${seed}: expected ${expected}, found ${found.join(', ') || 'nothing'}\n`);
  return passed ? 0 : 2;
}
