// Prints what the image holds of other people's packages, as CycloneDX. It is npm's list of everything, cut down:
// `npm sbom --omit dev` (npm 11) also leaves out what a development package shares with the image, Nest among it.
import { execFileSync } from 'node:child_process';
import { shippedPackages } from './shipped.mjs';

const options = ['--sbom-format', 'cyclonedx', '--package-lock-only', '--include', 'peer'];
const everything = JSON.parse(
  execFileSync('npm', ['sbom', ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  }),
);
const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`));
const components = everything.components.filter((component) => shipped.has(component['bom-ref']));
const refs = new Set([everything.metadata.component, ...components].map((component) => component['bom-ref']));
const dependencies = everything.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));

console.log(JSON.stringify({ ...everything, components, dependencies }, null, 2));
