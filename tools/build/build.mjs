// Bundles one app into a directory that plain `node` runs anywhere: dist/<app>/main.mjs, or OUT/main.mjs, and beside it
// what is imported when it is needed: the client of clusters, what asks siblings. A start does not parse that.
// CHANGED is a JSON file of sources to take instead of those on the disk, by their path: so bugs are planted.
// VISITS_REVISION in the environment is the commit that /info names.
// The lock's native addon cannot find itself from inside a bundle, so it is copied beside it.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { parseAllDocuments } from 'yaml';
import { changedFiles } from './changed-files.mjs';

const [project, out = join('dist', project ?? ''), changed] = process.argv.slice(2);
if (!project || !existsSync(join(project, 'src/main.ts'))) {
  console.error('usage: node tools/build/build.mjs apps/<app> [OUT [CHANGED]]');
  process.exit(1);
}
const require = createRequire(import.meta.url);

/** Nest asks for optional peers (websockets, class-validator, …) that are not installed: leave them outside. */
const optionalPeers = {
  name: 'optional-peers',
  resolveId: {
    order: 'post',
    async handler(source, importer, options) {
      if (!importer) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found ?? { id: source, external: true };
    },
  },
};

/** fs-native-extensions loads its binding by a path beside its own file: point it at the copy beside the bundle. */
const addon = {
  name: 'native-addon',
  resolveId: {
    filter: { id: /^require-addon$/ },
    handler: () => ({ id: '\0require-addon' }),
  },
  load: {
    filter: { id: /^\0require-addon$/ },
    handler: () =>
      `module.exports = () => require('./fs-native-extensions-' + process.platform + '-' + process.arch + '.node');\n`,
  },
};

/** Fastify makes its schema compilers ready at each start, a third of a bundle; no route of ours has such a schema. */
const schemaCompilers = {
  name: 'schema-compilers',
  resolveId: {
    filter: { id: /^@fastify\/(ajv-compiler|fast-json-stringify-compiler)$/ },
    handler: () => ({ id: '\0schema-compilers' }),
  },
  load: {
    filter: { id: /^\0schema-compilers$/ },
    handler: () =>
      `module.exports = () => () => { throw new Error('this bundle has no schema compilers'); };\n`,
  },
};

/** The set that `visits verify` makes for itself: what deploy/overlays/verify renders. */
const ownSet = parseAllDocuments(
  readFileSync(new URL('../../deploy/golden/verify.yaml', import.meta.url), 'utf8'),
).map((one) => one.toJS());

/** What a program reads from beside its bundle. */
const beside = { 'apps/cli': ['deploy/observability/rules.yaml'] };

const planted = changed ? [changedFiles(JSON.parse(readFileSync(changed, 'utf8')))] : [];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const bundle = await rolldown({
  input: join(project, 'src/main.ts'),
  platform: 'node',
  tsconfig: join(project, 'tsconfig.json'),
  plugins: [...planted, addon, schemaCompilers, optionalPeers],
  // A module that nothing is imported from does nothing: so the CLI, which only reads volumes, goes without Nest.
  treeshake: { moduleSideEffects: [{ test: /\.module\.ts$/, sideEffects: false }] },
  transform: {
    define: {
      VISITS_REVISION: JSON.stringify(process.env.VISITS_REVISION ?? 'unknown'),
      VISITS_OWN_SET: JSON.stringify(ownSet),
    },
  },
});
await bundle.write({
  dir: out,
  entryFileNames: 'main.mjs',
  chunkFileNames: '[name].mjs',
  format: 'esm',
  sourcemap: false,
  keepNames: true,
  minify: true,
});
await bundle.close();
// `npx visits` starts it by its first line.
chmodSync(join(out, 'main.mjs'), 0o755);

for (const file of beside[project] ?? []) copyFileSync(file, join(out, basename(file)));
const prebuilds = join(dirname(require.resolve('fs-native-extensions/package.json')), 'prebuilds');
for (const target of readdirSync(prebuilds).filter((name) => /^(linux|darwin)-/.test(name))) {
  const binary = readdirSync(join(prebuilds, target)).find((name) => name.endsWith('.node'));
  if (binary) copyFileSync(join(prebuilds, target, binary), join(out, `fs-native-extensions-${target}.node`));
}
