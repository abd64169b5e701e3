import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { kubectl as bundled } from '@visits/testing/kubectl';
import { context } from './cluster';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Set to another kubectl to see what it does. */
export const binary = process.env.KUBECTL ?? bundled();

/** A running kubectl, always with the context that we may touch. */
export function spawnKubectl(args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(binary, ['--context', context, ...args]);
}

/** Runs to its end; a failure is an outcome too. */
export async function tryKubectl(args: readonly string[], input = ''): Promise<Outcome> {
  const child = spawnKubectl(args);
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

export async function kubectl(args: readonly string[], input?: string): Promise<Outcome> {
  const outcome = await tryKubectl(args, input);
  if (outcome.code !== 0)
    throw new Error(`kubectl ${args.join(' ')}: exit ${outcome.code}\n${outcome.stdout}${outcome.stderr}`);
  return outcome;
}
