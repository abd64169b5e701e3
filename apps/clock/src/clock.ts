import { docsPage, problemPage } from '@visits/visits';
import { inlineScripts } from '@visits/web';
import { ClockModule } from './clock.module';

/** What makes a service the clock: main starts it, tests build it without a port. */
export const clock = {
  name: 'clock',
  module: () => ClockModule,
  inlineScripts,
  renderProblem: problemPage('Visits clock'),
  api: {
    renderDocs: docsPage('Visits clock'),
    title: 'Visits clock',
    description: 'Tells the time and counts who asks, each pod on its own volume.',
  },
} as const;
