import getPort, { portNumbers } from 'get-port';

/** From here to 9,999 is no port that `fetch` refuses as bad. */
const FIRST = 7_000;
const OF_A_WORKER = 500;
const WORKERS = 6;

const own = FIRST + OF_A_WORKER * (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS);
/** Not from the first one on: what a failed test left running may still ask there. */
let next = Math.floor(Math.random() * OF_A_WORKER);

/**
 * A port of this worker's own that is free now. Those that the system hands out may be those of another worker's pod that
 * is down for a moment, and finds its port taken when it is back.
 */
export function freePort(): Promise<number> {
  const first = own + (next++ % OF_A_WORKER);
  return getPort({ port: portNumbers(first, own + OF_A_WORKER - 1) });
}
