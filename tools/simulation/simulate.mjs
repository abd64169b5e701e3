// Runs the seeds first … last of a bundled runner on some threads.
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const [NEXT, DONE, COUNTED, SLOTS] = [0, 1, 2, 3];
const MAX_SEED = 2 ** 31 - 1024;
/** A run takes a millisecond. One that takes so long hangs: it has failed, and only it. */
const HANG_MS = 20_000;
const WATCH_MS = 1_000;
/** Of a thread whose run waits for what nothing will ever bring. */
const UNSETTLED = 13;
/** Young garbage is nearly all there is. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/**
 * Up to the seed `last`, or until the runner has counted to `goal` (its export `counted`; without it a run counts one).
 * Resolves to `{ runs, counted, seconds, failures: [{ seed, problems }] }`; ends early after `enough` failures.
 */
export async function simulate({ file, first = 1, last = MAX_SEED, goal = Infinity, threads, enough = 5 }) {
  const shared = new SharedArrayBuffer(4 * (SLOTS + threads));
  const counters = new Int32Array(shared);
  counters[NEXT] = first;
  const failures = [];
  const started = performance.now();
  const stop = () => Atomics.store(counters, NEXT, last + 1);
  const goesOn = () => Atomics.load(counters, NEXT) <= last && Atomics.load(counters, COUNTED) < goal;
  const fail = (failure) => {
    failures.push(failure);
    if (failures.length >= enough) stop();
  };
  const thread = async (slot) => {
    while (goesOn()) {
      const hung = await untilItEnds(
        { file: pathToFileURL(file).href, shared, last, goal, slot: SLOTS + slot },
        fail,
      );
      if (hung !== null)
        fail({
          seed: hung,
          problems: [`it hangs: nothing brings its end, or not within ${HANG_MS / 1000} s`],
        });
    }
  };
  await Promise.all(Array.from({ length: threads }, (_, slot) => thread(slot)));
  const seconds = (performance.now() - started) / 1000;
  return { runs: counters[DONE], counted: counters[COUNTED], seconds, failures };
}

/** null when it ended, or the seed that it hung at. What nobody caught is that seed's failure. */
async function untilItEnds(workerData, onFailure) {
  const counters = new Int32Array(workerData.shared);
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData, resourceLimits });
  const current = () => Atomics.load(counters, workerData.slot);
  let [seed, since, hung] = [null, performance.now(), null];
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (current() !== seed) [seed, since] = [current(), performance.now()];
      if (performance.now() - since < HANG_MS) return;
      hung = seed;
      void worker.terminate();
    }, WATCH_MS);
    worker.on('message', onFailure);
    worker.on('error', (error) => onFailure({ seed: current(), problems: [`not caught: ${error.message}`] }));
    worker.on('exit', (code) => {
      clearInterval(watch);
      if (code === UNSETTLED) hung = current();
      resolve(hung);
    });
  });
}
