import { type Checker } from './checker';
import { monitors } from './monitors';
import { platforms } from './platforms';
import { testers } from './testers';
import { uptimeServices } from './uptime-services';

export const checkers: readonly Checker[] = [...platforms, ...monitors, ...uptimeServices, ...testers];

const literal = (mark: string) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** One expression, made from the table at the start: a loop over its rows costs seven times as much. */
const anyMark = new RegExp(checkers.map(([mark]) => literal(mark)).join('|'), 'i');

/** Whether a user agent names one of the table. */
export function isChecker(userAgent: string): boolean {
  return anyMark.test(userAgent);
}
