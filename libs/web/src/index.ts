export { html } from 'hono/html';
export { negotiate, type MediaType } from './accept';
export { liveScript } from './live-script';
export { log, note, page, type Link, type LogEntry, type Markup, type PageContent } from './page';
export { stylesheet } from './stylesheet';
export { totalPanel, type TotalPanel } from './total-panel';
export { counted, figure, type ReplicaView, type TotalView } from './total-view';
export { healthNotes, whoAnswered, type Answerer, type Trouble } from './who-answered';
