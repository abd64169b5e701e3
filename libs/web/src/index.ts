export { html } from 'hono/html';
export { negotiate, type MediaType } from './accept';
export { inlineScripts } from './scripts';
export { chart, type ChartView } from './chart';
export { log, type LogEntry } from './log';
export { facts, note, page, type Link, type Markup, type PageContent } from './page';
export { stylesheet } from './stylesheet';
export { totalPanel, type TotalPanel } from './total-panel';
export { ageWords, counted, figure, hueOf, type ReplicaView, type TotalView } from './total-view';
export {
  healthNotes,
  lineAddress,
  receiptWords,
  whoAnswered,
  type Answerer,
  type Trouble,
} from './who-answered';
