import { exitCode, formatReport, type Report } from '@visits/proof';
import type { Writable } from 'node:stream';
import { Option } from 'commander';
import { type Judged, textOf, views } from '@visits/verify';
import colors from 'picocolors';

const formats = ['text', 'json', 'junit'] as const;
export type Format = (typeof formats)[number];

/** The report on a stream, in the form that was asked for. */
export function printReport({ report, bundle }: Judged, format: Format, out: Writable): void {
  if (format === 'json') out.write(formatReport(report));
  else if (format === 'text')
    out.write(
      textOf(report, bundle, colors.createColors(process.stdout.isTTY === true && colors.isColorSupported)),
    );
  else out.write(views.find(({ file }) => file === 'junit.xml')!.render(report, bundle));
}

/** 0 held, 1 violated, 2 undecided, whatever the format; strict: a skip is a 2. */
export function exitOf(report: Report, strict: boolean): 0 | 1 | 2 {
  const skipped = report.scenarios.some(({ verdict }) => verdict === 'skipped');
  return exitCode(report) || (strict && skipped ? 2 : 0);
}

export const outputOption = () =>
  new Option('-o, --output <format>', 'on stdout').choices(formats).default('text' as Format);
