// `npx nx run browser:screenshots`: the pictures in README, of a real local set and of a bundle that lost visits.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.mjs';
import { LocalSet } from './local-set.mjs';
import { writePast } from './past.mjs';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const visitsOf = { 'clock-0': 492, 'clock-1': 257, 'clock-2': 371 };
const calculationsOf = { 'calculator-0': 84, 'calculator-1': 61 };
const expressions = ['10 / 4', '2 ^ 10', '2 * (3 + 4) ^ 2', '(1 + 2) * 3', '7 - 10', '1 / 8', '1.1 + 2.2'];
const lost = fileURLToPath(new URL('../../libs/proof/test/examples/lost', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/apps/cli/main.mjs', import.meta.url));
/** Only ends what hangs: on a busy machine a total is not exact for long. */
const BUSY_MS = 300_000;

mkdirSync(images, { recursive: true });
const browser = await startChromium();
const set = await LocalSet.start({ clocks: 3, calculators: 2, prepare: writeHour });
try {
  for (const expression of expressions) await calculate(expression);

  await report();
  await picture('clock', set.clock);
  const calculateOnPage = async (page) => {
    await page.getByLabel('Expression').fill('3 + 4');
    await page.keyboard.press('Enter');
    await page.locator('output').waitFor();
  };
  await picture('calculator', set.calculator, { act: calculateOnPage, last: 'ol.log', scale: 1.15 });
} finally {
  await browser.close();
  await set.stop();
}

function writeHour(dataDir) {
  const moscow = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Moscow', timeStyle: 'medium' });
  for (const [pod, visits] of Object.entries(visitsOf))
    writePast(dataDir, pod, visits, (at) => `${moscow.format(at)} Europe/Moscow`);
  for (const [pod, calculations] of Object.entries(calculationsOf))
    writePast(dataDir, pod, calculations, (_at, i) => `${i} * ${i} = ${i * i}`);
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

/** `last`: what the picture ends with. */
async function picture(name, url, { act = async () => {}, last = 'main', scale = 1.25 } = {}) {
  const page = await browser.newPage({ viewport: { width: 1120, height: 640 }, deviceScaleFactor: scale });
  page.setDefaultTimeout(BUSY_MS);
  await page.goto(url);
  await act(page);
  await page.locator('.chart').waitFor();
  // For a minute each pod says that it took over a volume.
  await page.locator('.replicas').filter({ hasNotText: 'restarted' }).waitFor();
  await page.locator('.seen', { hasText: 'Live, ' }).waitFor();
  await page.locator('.bound', { hasText: 'exactly' }).waitFor();
  await page
    .locator('.replicas .fill')
    .evaluateAll((bars) =>
      Promise.all(bars.flatMap((bar) => bar.getAnimations()).map(({ finished }) => finished)),
    );
  const end = await page
    .locator(last)
    .evaluate((element) => element.getBoundingClientRect().bottom + globalThis.scrollY);
  const clip = { x: 0, y: 0, width: 1120, height: Math.round(end) + 32 };
  await page.screenshot({ path: `${images}${name}.png`, fullPage: true, clip });
  await page.close();
  console.log(`docs/images/${name}.png`);
}
