/** Node is in the image: 200 lines, each written and synced, in milliseconds; the file goes again. */
export const SYNC_SCRIPT = `
const { closeSync, fdatasyncSync, openSync, rmSync, writeSync } = require('node:fs');
const path = process.argv[1] + '/visits-verify.sync';
const times = [];
try {
  const fd = openSync(path, 'w');
  for (let n = 0; n < 200; n++) {
    writeSync(fd, 'a line of a visit, so long as most of them are, and a little more\\n');
    const from = performance.now();
    fdatasyncSync(fd);
    times.push(performance.now() - from);
  }
  closeSync(fd);
  times.sort((a, b) => a - b);
  const at = (share) => Number(times[Math.floor(times.length * share)].toFixed(3));
  console.log(JSON.stringify({ p50Ms: at(0.5), p99Ms: at(0.99) }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
} finally {
  rmSync(path, { force: true });
}
`;
