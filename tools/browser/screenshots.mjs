// `npx nx run browser:screenshots`: the pictures in README, of a real local set and of a bundle that lost visits.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.mjs';
import { LocalSet } from './local-set.mjs';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const visitsOf = { 'clock-0': 92, 'clock-1': 57, 'clock-2': 71 };
const expressions = ['10 / 4', '2 ^ 10', '2 * (3 + 4) ^ 2', '(1 + 2) * 3', '7 - 10', '1 / 8', '1.1 + 2.2'];
const lost = fileURLToPath(new URL('../../libs/proof/test/examples/lost', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/apps/cli/main.mjs', import.meta.url));

mkdirSync(images, { recursive: true });
const browser = await startChromium();
const set = await LocalSet.start({ clocks: 3, calculators: 2 });
try {
  for (const [pod, visits] of Object.entries(visitsOf))
    for (let n = 0; n < visits; n += 1) await fetch(set.urlOf(pod));
  for (const expression of expressions) await calculate(expression);

  await report();
  await picture('clock', set.clock);
  await picture('calculator', set.calculator, async (page) => {
    await page.getByLabel('Expression').fill('3 + 4');
    await page.keyboard.press('Enter');
    await page.locator('output').waitFor();
  });
} finally {
  await browser.close();
  await set.stop();
}

async function calculate(expression) {
  const body = JSON.stringify({ expression });
  const headers = { 'content-type': 'application/json', connection: 'close' };
  await fetch(`${set.calculator}/calculations`, { method: 'POST', headers, body });
}

/** Its first screen. */
async function report() {
  const dir = mkdtempSync(join(tmpdir(), 'visits-report-'));
  execFileSync(process.execPath, [cli, 'verify', 'render', lost, '--out', dir]);
  const page = await browser.newPage({ viewport: { width: 1120, height: 690 }, deviceScaleFactor: 1.2 });
  await page.goto(`file://${dir}/report.html`);
  await page.screenshot({ path: `${images}verify-report.png` });
  await page.close();
  rmSync(dir, { recursive: true });
  console.log('docs/images/verify-report.png');
}

async function picture(name, url, act = async () => {}) {
  const page = await browser.newPage({ viewport: { width: 1120, height: 640 }, deviceScaleFactor: 1.25 });
  await page.goto(url);
  await act(page);
  await page.locator('.seen', { hasText: 'Live, ' }).waitFor();
  await page.locator('.bound', { hasText: 'exactly' }).waitFor();
  await page
    .locator('.replicas .fill')
    .evaluateAll((bars) =>
      Promise.all(bars.flatMap((bar) => bar.getAnimations()).map(({ finished }) => finished)),
    );
  await page.screenshot({ path: `${images}${name}.png`, fullPage: true });
  await page.close();
  console.log(`docs/images/${name}.png`);
}
