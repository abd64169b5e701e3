import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '@visits/service';
import { Counter } from 'prom-client';
import { type Operation } from './arithmetic/calculation';
import { type ArithmeticCode } from './arithmetic/arithmetic-error';

/** `unavailable`: the result was right, but the journal could not count it. */
export type Outcome = 'ok' | 'unavailable' | ArithmeticCode;

@Injectable()
export class CalculatorMetrics {
  private readonly operations: Counter<'op' | 'outcome'>;

  constructor(@Inject(Metrics) { registry }: Metrics) {
    this.operations = new Counter({
      name: 'calculator_operations_total',
      help: 'Calculations asked for, by their outermost operation and how they ended.',
      labelNames: ['op', 'outcome'],
      registers: [registry],
    });
  }

  /** `none`: the expression could not be read, so it has no operation. */
  count(op: Operation | 'none', outcome: Outcome): void {
    this.operations.inc({ op, outcome });
  }
}
