// Prints the licence of every package that the bundles may hold, each text under its package's name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedPackages } from './shipped.mjs';

for (const { path, name, version, license } of shippedPackages()) {
  const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(path, file), 'utf8').trim() : '(the package carries no text)';
  console.log(`${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(78)}\n`);
}
