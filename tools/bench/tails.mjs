// What shows in the last percentile: ten rotations in a run, and a sidecar that is scraped twice a second, each against
// the clock without it, turn by turn in one run. usage: node tools/bench/tails.mjs [--smoke]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spread, table } from './figures.mjs';
import { machine } from './machine.mjs';
import { answered, cpuNs, load, start } from './measure.mjs';

const KEEP_BYTES = 1024 * 1024;
const SCRAPE_MS = 500;
const CONNECTIONS = 64;
const LOAD_CORE = '1';
const root = fileURLToPath(new URL('../../', import.meta.url));
const plan = process.argv.includes('--smoke') ? { rounds: 1, seconds: 1 } : { rounds: 5, seconds: 6 };
const SCRAPES = 10 * plan.rounds;
/** The interval of deploy's own Prometheus. */
const COMES_EACH_MS = 15_000;

mkdirSync(join(root, 'tmp'), { recursive: true });
const base = mkdtempSync(join(root, 'tmp', 'bench-tails-'));
const bundle = (app) => join(root, `dist/apps/${app}/main.mjs`);

async function clock(name, env = {}) {
  const dataDir = join(base, name);
  const server = await start({ main: bundle('clock'), dataDir, env });
  await answered(server, '/readyz');
  await load(server.port, CONNECTIONS, 1);
  return { ...server, dataDir };
}

/** Visits a rotation, from the log that is being written: its lines have one length. */
function visitsOfARotation(dataDir) {
  const log = join(dataDir, 'visits.log.1');
  const isThere = statSync(log, { throwIfNoEntry: false })?.size > 0;
  return isThere ? readFileSync(log, 'latin1').split('\n').length - 1 : Infinity;
}

/** `work` is given a function that scrapes the sidecar of this server once. */
async function besideSidecar(server, work) {
  const env = { ADMIN_PORT: `${server.adminPort}` };
  const sidecar = await start({
    main: bundle('metrics-sidecar'),
    dataDir: server.dataDir,
    env,
    core: LOAD_CORE,
  });
  await answered(sidecar, '/healthz');
  try {
    return await work(() => answered(sidecar, '/metrics'));
  } finally {
    await sidecar.end();
  }
}

const scraped = (server, work) =>
  besideSidecar(server, async (scrape) => {
    const timer = setInterval(() => scrape().catch(() => undefined), SCRAPE_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  });

/** CPU of the idle app for one scrape of its sidecar, ms: what some take beyond as long without any. */
const cpuOfAScrape = (server) =>
  besideSidecar(server, async (scrape) => {
    const spent = async (look) => {
      const before = cpuNs([server.child.pid]);
      for (let i = 0; i < SCRAPES; i += 1) await Promise.all([look(), pause(100)]);
      return (cpuNs([server.child.pid]) - before) / 1e6;
    };
    await spent(scrape);
    const without = await spent(() => undefined);
    return ((await spent(scrape)) - without) / SCRAPES;
  });

const servers = [];
try {
  const [plain, rotating] = [
    await clock('plain'),
    await clock('rotating', { LOG_KEEP_BYTES: `${KEEP_BYTES}` }),
  ];
  servers.push(plain, rotating);
  const found = { rotations: [], tail: [], rate: [], scrapedTail: [], again: [], againTail: [] };
  const run = (server) => load(server.port, CONNECTIONS, plan.seconds);
  for (let round = 0; round < plan.rounds; round += 1) {
    const before = await run(plain);
    const rotated = await run(rotating);
    const between = await run(plain);
    const scrapes = await scraped(plain, () => run(plain));
    const after = await run(plain);
    found.rotations.push(rotated.answers / visitsOfARotation(rotating.dataDir));
    found.tail.push((2 * rotated.p999) / (before.p999 + between.p999));
    found.rate.push((2 * scrapes.rate) / (between.rate + after.rate));
    found.scrapedTail.push((2 * scrapes.p999) / (between.p999 + after.p999));
    found.again.push(after.rate / between.rate);
    found.againTail.push(between.p999 / before.p999);
  }
  const scrapeShare = (await cpuOfAScrape(plain)) / COMES_EACH_MS;
  const ratio = (value) => value.toFixed(2);
  const rows = [
    [
      `p99.9 with ${spread(found.rotations, (n) => n.toFixed(0))} rotations ÷ without`,
      spread(found.tail, ratio),
    ],
    [
      'answers/s with a sidecar scraped twice a second ÷ without',
      spread(found.rate, (value) => value.toFixed(3)),
    ],
    ['p99.9 with it ÷ without', spread(found.scrapedTail, ratio)],
    [
      'answers/s ÷ the same again: the spread of the machine',
      spread(found.again, (value) => value.toFixed(3)),
    ],
    ['p99.9 ÷ the same again', spread(found.againTail, ratio)],
    ['CPU of the app for a scrape each 15 s ÷ a core', `${(100 * scrapeShare).toFixed(3)} %`],
  ];
  console.log(
    `${machine(base, root)}. Median [least–most] of ${plan.rounds} rounds of ${plan.seconds} s, 64 callers.\n`,
  );
  console.log(table(['what', 'ratio'], rows));
} finally {
  for (const server of servers) await server.end();
  rmSync(base, { recursive: true, force: true });
}
