import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '@visits/service';
import { VisitRecorder } from '@visits/visits';
import { type Answer } from './answer';
import { ArithmeticError } from './arithmetic/arithmetic-error';
import { calculate, type Operation, operationOf, read } from './arithmetic/calculation';
import { CalculatorMetrics } from './calculator-metrics';

/** Calculates first, counts then: what has no result leaves no trace on the volume. */
@Injectable()
export class CalculatorService {
  constructor(
    @Inject(VisitRecorder) private readonly recorder: VisitRecorder,
    @Inject(CalculatorMetrics) private readonly metrics: CalculatorMetrics,
  ) {}

  /** Throws a Problem: 422 with the arithmetic's code, or 503 with the journal's. */
  async answer(source: string): Promise<Answer> {
    let op: Operation | 'none' = 'none';
    try {
      const expression = read(source);
      op = operationOf(expression);
      const calculation = calculate(expression);
      const recorded = await this.recorder.record(calculation.text, new Date());
      this.metrics.count(op, 'ok');
      return { ...calculation, ...recorded };
    } catch (error) {
      if (!(error instanceof ArithmeticError)) {
        this.metrics.count(op, 'unavailable');
        throw error;
      }
      this.metrics.count(op, error.code);
      const { code, message: detail, action } = error;
      throw new Problem({ status: 422, code, title: 'No result', detail, action, cause: error });
    }
  }
}
