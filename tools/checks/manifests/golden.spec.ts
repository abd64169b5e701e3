import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestsOf, overlays, renderOf, rowOf } from '@visits/testing/overlay';
import { workspaceRoot } from '@visits/testing/workspace';

/** `npx nx run checks:golden` writes all that is derived from the overlays; look at the difference before you commit it. */
const write = process.env.WRITE_GOLDEN === '1';
const deploy = (name: string): string => join(workspaceRoot, 'deploy', name);
const read = (name: string): string => (existsSync(deploy(name)) ? readFileSync(deploy(name), 'utf8') : '');

describe.each(overlays)('%s', (overlay) => {
  it('renders as in its golden file', () => {
    const file = `golden/${overlay}.yaml`;
    if (write) writeFileSync(deploy(file), renderOf(overlay));
    expect(renderOf(overlay)).toBe(read(file));
  });

  it('has its row in the table of deploy/README.md', () => {
    const cellsOf = (row: string): string[] => row.split('|').map((cell) => cell.trim());
    const row = new RegExp(`^\\| \\[\`${overlay}\`\\].*$`, 'm');
    const before = row.exec(read('README.md'))?.[0] ?? '| |';
    const cells = [
      '',
      `[\`${overlay}\`](overlays/${overlay})`,
      ...rowOf(overlay),
      ...cellsOf(before).slice(-2),
    ];
    if (write) writeFileSync(deploy('README.md'), withRow(read('README.md'), row, cells.join(' | ').trim()));
    expect(cellsOf(row.exec(read('README.md'))?.[0] ?? 'a new overlay needs a row')).toEqual(cells);
  });

  it('asks for the claims of the last release: the API server takes no others', () => {
    const file = 'released-claims.json';
    const released = JSON.parse(read(file)) as Record<string, unknown>;
    const claims = Object.fromEntries(
      manifestsOf(overlay).workloads.map(({ name, set }) => [name, set.spec?.volumeClaimTemplates]),
    );
    // What was released once is never written anew.
    if (write && !released[overlay])
      writeFileSync(deploy(file), JSON.stringify({ ...released, [overlay]: claims }));
    expect((JSON.parse(read(file)) as Record<string, unknown>)[overlay]).toEqual(claims);
  });
});

/** In the place of the row, or as the table's last. */
function withRow(readme: string, row: RegExp, text: string): string {
  if (row.test(readme)) return readme.replace(row, text);
  const last = [...readme.matchAll(/^\| \[`[\w-]+`\]\(overlays\/.*$/gm)].at(-1)?.[0] ?? '';
  return readme.replace(last, `${last}\n${text}`);
}

it('nothing is left of an overlay that is gone', () => {
  const rows = [...read('README.md').matchAll(/^\| \[`([\w-]+)`\]\(overlays/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual(overlays);
  expect(Object.keys(JSON.parse(read('released-claims.json'))).sort()).toEqual(overlays);
});
