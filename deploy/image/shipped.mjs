import { existsSync, readFileSync } from 'node:fs';

/** The packages that the bundles may hold: what is installed and the lock file marks neither dev nor peer. */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, peer }]) => path && !dev && !peer && existsSync(path))
    .map(([path, { version, license }]) => ({
      path,
      name: path.replace(/^.*node_modules\//, ''),
      version,
      license,
    }));
}
