import { readFileSync } from 'node:fs';

/** Beyond this share of the cores' time a round says more of the machine's other guests than of its contestants. */
export const MAX_STOLEN = 0.05;

/** Ticks of all cores since the start, as /proc/stat counts them: all, and those that the host gave to others. */
function ticks() {
  const line = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0];
  const [user, nice, system, idle, iowait, irq, softirq, stolen] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return { all: user + nice + system + idle + iowait + irq + softirq + stolen, stolen };
}

/** A function that tells which share of the cores' time the host has given to others since it was made; 0 on a host. */
export function stolenFromNow() {
  const before = ticks();
  return () => {
    const after = ticks();
    return (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
  };
}
