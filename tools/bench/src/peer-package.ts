import { createRequire } from 'node:module';

/** A package of the bench's own package.json: it is not part of the bundle. */
export function peerPackage<T>(name: string): T {
  return createRequire(process.env.BENCH_PACKAGE as string)(name) as T;
}
