import { docsPage, problemPage } from '@visits/visits';
import { inlineScripts } from '@visits/web';
import { CalculatorModule } from './calculator.module';

/** What makes a service the calculator: main starts it, tests build it without a port. */
export const calculator = {
  name: 'calculator',
  module: () => CalculatorModule,
  inlineScripts,
  renderProblem: problemPage('Visits calculator'),
  api: {
    renderDocs: docsPage('Visits calculator'),
    title: 'Visits calculator',
    description: 'Calculates exactly and counts the calculations, each pod on its own volume.',
  },
} as const;
