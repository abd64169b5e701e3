import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export type Program = 'clock' | 'calculator' | 'metrics-sidecar';
type Bundle = Program | 'cli';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The bundle that ships, not the source. */
export function bundleOf(program: Bundle): string {
  const path = `${root}dist/apps/${program}/main.mjs`;
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\``);
  return path;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
