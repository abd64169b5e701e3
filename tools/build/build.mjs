// Bundles one app into a single file that plain `node` runs anywhere: dist/<app>/main.mjs.
// VISITS_REVISION in the environment is the commit that /info names.
// The lock's native addon can not find itself from inside a bundle, so it is copied beside it.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

const project = process.argv[2];
if (!project || !existsSync(join(project, 'src/main.ts'))) {
  console.error('usage: node tools/build/build.mjs apps/<app>');
  process.exit(1);
}
const out = join('dist', project);
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

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const bundle = await rolldown({
  input: join(project, 'src/main.ts'),
  platform: 'node',
  tsconfig: join(project, 'tsconfig.json'),
  plugins: [addon, schemaCompilers, optionalPeers],
  // A module that nothing is imported from does nothing: so the CLI, which only reads volumes, goes without Nest.
  treeshake: { moduleSideEffects: [{ test: /\.module\.ts$/, sideEffects: false }] },
  transform: { define: { VISITS_REVISION: JSON.stringify(process.env.VISITS_REVISION ?? 'unknown') } },
});
await bundle.write({
  file: join(out, 'main.mjs'),
  format: 'esm',
  sourcemap: false,
  codeSplitting: false,
  keepNames: true,
  minify: true,
});
await bundle.close();

const prebuilds = join(dirname(require.resolve('fs-native-extensions/package.json')), 'prebuilds');
for (const target of readdirSync(prebuilds).filter((name) => /^(linux|darwin)-/.test(name))) {
  const binary = readdirSync(join(prebuilds, target)).find((name) => name.endsWith('.node'));
  if (binary) copyFileSync(join(prebuilds, target, binary), join(out, `fs-native-extensions-${target}.node`));
}
