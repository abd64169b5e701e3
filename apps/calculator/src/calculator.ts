import { problemPage } from '@visits/visits';
import { liveScript } from '@visits/web';
import { CalculatorModule } from './calculator.module';

/** What makes a service the calculator: main starts it, tests build it without a port. */
export const calculator = {
  name: 'calculator',
  module: () => CalculatorModule,
  inlineScripts: [liveScript],
  renderProblem: problemPage('Visits calculator'),
  api: {
    title: 'Visits calculator',
    description: 'Calculates exactly and counts the calculations, each pod on its own volume.',
  },
} as const;
