// One thread of a simulation: takes the next seed, runs it, tells what is wrong with it.
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const { file, shared, last, goal } = workerData;
const [NEXT, DONE, COUNTED] = [0, 1, 2];
const counters = new Int32Array(shared);
const runner = await import(file);

while (Atomics.load(counters, COUNTED) < goal) {
  const seed = Atomics.add(counters, NEXT, 1);
  if (seed > last) break;
  Atomics.store(counters, workerData.slot, seed);
  const before = runner.counted;
  const problems = await runner.run(seed);
  Atomics.add(counters, DONE, 1);
  Atomics.add(counters, COUNTED, before === undefined ? 1 : runner.counted - before);
  if (problems.length > 0) parentPort.postMessage({ seed, problems });
  await setImmediate(); // what nobody caught ends the thread here, while the seed is still this one
}
