import { type Case } from './case';
import { COPY_CASES } from './copies.cases';
import { COUNTING_CASES } from './counting.cases';
import { EXCUSE_CASES } from './excuses.cases';
import { GAP_CASES } from './gaps.cases';
import { LOSS_CASES } from './loss.cases';
import { ORDER_CASES } from './order.cases';
import { PROBES_CASES } from './probes.cases';
import { READ_CASES } from './reads.cases';
import { RUN_CASES } from './run.cases';
import { SET_CASES } from './set.cases';
import { TOTAL_CASES } from './totals.cases';

export const CASES: readonly Case[] = [
  ...LOSS_CASES,
  ...GAP_CASES,
  ...COUNTING_CASES,
  ...ORDER_CASES,
  ...SET_CASES,
  ...READ_CASES,
  ...TOTAL_CASES,
  ...PROBES_CASES,
  ...EXCUSE_CASES,
  ...COPY_CASES,
  ...RUN_CASES,
];
