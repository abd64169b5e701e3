// Prints the licence of every package that the bundles may hold, each text under its package's name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

for (const [path, { version, license, dev, peer }] of Object.entries(packages)) {
  if (!path || dev || peer || !existsSync(path)) continue;
  const name = path.replace(/^.*node_modules\//, '');
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(path, file), 'utf8').trim() : '(the package carries no text)';
  console.log(`${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(78)}\n`);
}
