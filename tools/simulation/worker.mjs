// One thread of a simulation: takes the next seed, runs it, tells what is wrong with it.
import { parentPort, workerData } from 'node:worker_threads';

const { file, shared, last } = workerData;
const [NEXT, DONE] = [0, 1];
const counters = new Int32Array(shared);
const { run } = await import(file);

for (;;) {
  const seed = Atomics.add(counters, NEXT, 1);
  if (seed > last) break;
  Atomics.store(counters, workerData.slot, seed);
  const problems = await run(seed);
  Atomics.add(counters, DONE, 1);
  if (problems.length > 0) parentPort.postMessage({ seed, problems });
}
