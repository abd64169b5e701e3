import type { Files, Report } from '@visits/proof';
import { htmlView } from './html/page';
import { junitView } from './junit';
import { textView } from './text';

/** One way to show a report. It may look into the bundle's files, and says nothing that report.json does not. */
export interface View {
  /** Its name in the bundle. */
  readonly file: string;
  render(report: Report, bundle: Files): string;
}

export const views: readonly View[] = [textView, htmlView, junitView];

/** Each view's file with its text. */
export function render(report: Report, bundle: Files): ReadonlyMap<string, string> {
  return new Map(views.map((view) => [view.file, view.render(report, bundle)]));
}
