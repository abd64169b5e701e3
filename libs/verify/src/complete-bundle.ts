import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatReport } from '@visits/proof';
import { type Judged, judgeDirectory } from './judge-directory';
import { render } from './report/render';

/** A bundle stays below 5 MB: from here on its large files are compressed. */
const LARGE_BUNDLE_BYTES = 3_000_000;
const LARGE_FILE_BYTES = 65_536;
const SUMS_FILE = 'SHA256SUMS';

/** Judges the raw files of a run and puts the report, its views and the sums beside them. */
export async function completeBundle(directory: string): Promise<Judged> {
  const judged = await judgeDirectory(directory);
  writeFileSync(join(directory, 'report.json'), formatReport(judged.report));
  writeViews(judged, directory);
  compressLarge(directory);
  writeFileSync(join(directory, SUMS_FILE), filesIn(directory).map(sumLine(directory)).join(''));
  return judged;
}

/**
 * Judges a bundle again and writes the views of its report, by default into it; gives their paths. The sums of the
 * other files stay as they are: whoever changed one of those is still found.
 */
export async function renderBundle(directory: string, to = directory): Promise<string[]> {
  const views = writeViews(await judgeDirectory(directory), to);
  const sums = join(directory, SUMS_FILE);
  if (resolve(to) === resolve(directory) && existsSync(sums))
    writeFileSync(sums, views.map(sumLine(directory)).reduce(withLine, readFileSync(sums, 'utf8')));
  return views;
}

function writeViews({ report, bundle }: Judged, to: string): string[] {
  return [...render(report, bundle)].map(([name, text]) => {
    const path = join(to, name);
    writeFileSync(path, text);
    return path;
  });
}

function compressLarge(directory: string): void {
  const files = filesIn(directory).map((path) => ({ path, bytes: statSync(path).size }));
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) < LARGE_BUNDLE_BYTES) return;
  // A report is to be opened as it is.
  const raw = files.filter(({ path, bytes }) => bytes > LARGE_FILE_BYTES && !isReport(directory, path));
  for (const { path } of raw) {
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
  }
}

const isReport = (directory: string, path: string) => /^(report|junit)\./.test(relative(directory, path));

/** As `sha256sum` writes it, so that `sha256sum -c SHA256SUMS` reads it. */
const sumLine = (directory: string) => (path: string) => {
  const sum = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `${sum}  ${relative(directory, path)}\n`;
};

/** In place of the line of the same file. */
function withLine(sums: string, line: string): string {
  const ending = line.slice(line.indexOf(' '));
  const others = sums.match(/.*\n/g)?.filter((one) => !one.endsWith(ending)) ?? [];
  return [...others, line].sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1)).join('');
}

const nameIn = (line: string) => line.slice(line.indexOf(' '));

function filesIn(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
