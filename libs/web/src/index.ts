export { html, raw } from 'hono/html';
export { negotiate, wantsHtml, type MediaType } from './accept';
export { facts, log, note, page, type Link, type LogEntry, type Markup, type PageContent } from './page';
export { stylesheet } from './stylesheet';
