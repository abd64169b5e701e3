import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Files, judge, LIES, QUICK, readBundleDirectory, selfTest } from '@visits/proof';
import { simulatedFiles } from '@visits/proof/testing';
import { render } from '@visits/verify';
import { expectClean, expectNoSidewaysScroll, watchedPage } from './watched-page';

const examples = join(import.meta.dirname, '../../../libs/proof/test/examples');
const ground = mkdtempSync(join(tmpdir(), 'visits-report-'));
/** Axe looks at each cell of each table. */
const AXE_DEADLINE_MS = 240_000;
afterAll(async () => {
  rmSync(ground, { recursive: true, force: true });
});

/** The report of a bundle as a file, which is how people open it. */
function reportOf(name: string, files: Files): string {
  const dir = join(ground, name);
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'report.html');
  writeFileSync(path, render(judge(files, { selfTest: selfTest(QUICK) }), files).get('report.html')!);
  return `file://${path}`;
}

const reports: [what: string, url: () => string | Promise<string>][] = [
  ['a run that held', () => reportOf('held', simulatedFiles(1))],
  ['a run that lost visits', () => reportOf('lying', simulatedFiles(3, LIES['ack from memory']))],
  ['an undecided one', async () => reportOf('cut', await readBundleDirectory(join(examples, 'cut')))],
];

describe.each(reports)('the report of %s', (_what, url) => {
  it.each(['light', 'dark'] as const)(
    'is clean to axe, %s',
    async (colorScheme) => {
      const { page } = await watchedPage({ colorScheme });
      await page.goto(await url());
      // The largest tables take axe minutes, and are made as this one is.
      await page.locator('#stored summary').click();
      await expectClean(page);
    },
    AXE_DEADLINE_MS,
  );

  it('never scrolls sideways, from 320 to 1280 px, and asks nobody for anything', async () => {
    const { page } = await watchedPage();
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    const address = await url();
    await page.goto(address);
    await expectNoSidewaysScroll(page);
    expect({ asked, said }).toEqual({ asked: [address], said: [] });
  });
});

it('a violated run shows the decisive line without scrolling', async () => {
  const { page } = await watchedPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(reportOf('first-screen', simulatedFiles(3, LIES['ack from memory'])));
  const line = await page.locator('.decisive-box pre').first().boundingBox();
  expect(line!.y + line!.height).toBeLessThan(800);
});
