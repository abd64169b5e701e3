import { createHmac } from 'node:crypto';

export interface OperandSource {
  /** What a reader asked for, so that an old report cannot answer a new question; may be empty. */
  readonly challenge: string;
  readonly run: string;
  readonly client: string;
  readonly seq: number;
}

const DIGITS = 15n;
const LARGEST = 10n ** DIGITS - 1n;

/**
 * Two decimal integers of at most 15 digits, without a leading 0: one visit, known by its text alone. Anybody who has
 * the ledger and the challenge can compute them again. Two of a million visits share a pair once in 10^18 runs.
 */
export function operands({ challenge, run, client, seq }: OperandSource): [a: string, b: string] {
  const mac = createHmac('sha256', challenge).update(`${run} ${client} ${seq}`).digest();
  return [integer(mac.readBigUInt64BE(0)), integer(mac.readBigUInt64BE(8))];
}

/** The text of the calculation as the volume's line begins. */
export function expression(source: OperandSource): string {
  const [a, b] = operands(source);
  return `${a} + ${b}`;
}

function integer(random: bigint): string {
  return String((random % LARGEST) + 1n);
}
