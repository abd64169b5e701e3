import { type Allowance, type Hooks, VerifyError } from '@visits/verify';
import type { Command } from 'commander';
import { wholeNumber } from '../whole-number';
import { type SelectionFlags, withSelection } from './run-flags';
import { allowances, quantity } from './values';

/** Which cluster, as kubectl's own flags say it. */
export interface ClusterFlags {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** What a run on a cluster would be, as the commands take it that look at one beforehand. */
export interface AskFlags extends ClusterFlags, SelectionFlags {
  readonly allow?: Allowance[];
  readonly image?: string;
  readonly storageClass?: string;
  readonly size?: string;
  readonly replicas?: number;
  readonly exec?: boolean;
  readonly powerCut?: string;
  readonly powerRestore?: string;
}

export const SET_ARGUMENT = [
  '[set]',
  'a StatefulSet that is there, as sts/NAME; without it the run makes sets of its own',
] as const;

export function withCluster(command: Command): Command {
  return command
    .option(
      '-n, --namespace <name>',
      'where the set is, or where sets are made that need no namespace of their own',
    )
    .option('--context <name>', 'of the kubeconfig; by default the current one')
    .option('--kubeconfig <file>', 'by default as kubectl finds it');
}

/** Which scenarios, on what. */
export function withAsk(command: Command): Command {
  return withSelection(withCluster(command))
    .option(
      '--allow <words>',
      'disturb, and each hazard by its word: recreate, force, fill, drain, power',
      allowances,
    )
    .option('--image <ref>', 'of its own sets; by default that of the manifests')
    .option('--storage-class <name>', 'of its own sets; by default the cluster’s')
    .option('--size <quantity>', 'of its own sets’ claims, such as 256Mi', quantity)
    .option('--replicas <n>', 'of its own sets', wholeNumber(1, 20))
    .option('--no-exec', 'runs no command in the set’s pods: pods of its own read the volumes')
    .option(
      '--power-cut <command>',
      'cuts the power of the volume of NAMESPACE and CLAIM; with --power-restore',
    )
    .option('--power-restore <command>', 'brings that volume back');
}

/** What the side of clusters takes. */
export function askOf(set: string | undefined, { allow = [], powerCut, powerRestore, ...flags }: AskFlags) {
  const hooks: Hooks = { powerCut, powerRestore };
  return { ...flags, allow, hooks, set: set === undefined ? undefined : setNameOf(set) };
}

/** `sts/clock`, as kubectl takes it. */
function setNameOf(text: string): string {
  const [, name] = /^(?:sts|statefulsets?|statefulset\.apps)\/([a-z0-9][a-z0-9.-]*)$/.exec(text) ?? [];
  if (name) return name;
  throw new VerifyError(
    'set-foreign',
    `${JSON.stringify(text)} is no command and names no StatefulSet.`,
    'Name a set as sts/NAME, or see: visits verify --help',
  );
}
