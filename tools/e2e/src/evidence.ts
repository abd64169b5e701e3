import { Namespace } from './namespace';
import { ask } from './pod-client';
import { nameOf } from './pod-history';

export interface Conditions {
  readonly timeoutMs?: number;
  /** What not every cluster has; see E2E_LACKS. */
  readonly needs?: Need;
}

/**
 * ReadWriteMany on the default class; volumes of the size that was asked for; a hostPath class; pods that see the node's
 * processes; the image under the name that the manifests have; a way to cut the power of a volume; pods that this
 * machine reaches by their addresses.
 */
export type Need =
  'rwx' | 'sized-volumes' | 'hostpath-class' | 'host-pid' | 'own-image' | 'volume-cut' | 'pod-addresses';

/** What the cluster is known to lack: its checks are skipped, and say so. */
const lacking = (process.env.E2E_LACKS ?? '').split(/[ ,]+/).filter(Boolean);
if (process.env.E2E_IMAGE) lacking.push('own-image');
export const lacks = (need: Need): boolean => lacking.includes(need);

/** There is time for what no push waits for. */
export const long = process.env.E2E_LONG !== undefined;

/** `it`, which on failure shows what the cluster knows of this file's namespaces. */
export function check(title: string, body: () => Promise<void>, { timeoutMs, needs }: Conditions = {}): void {
  if (needs && lacks(needs)) it.skip(`${title} (skipped: this cluster lacks ${needs})`, () => {});
  else it(title, () => withEvidence(title, body), timeoutMs);
}

/** `beforeAll` with the same evidence. */
export function given(title: string, body: () => Promise<void>, timeoutMs?: number): void {
  beforeAll(() => withEvidence(title, body), timeoutMs);
}

/** To be called once in each file: its namespaces go with it. */
export function cleansUp(): void {
  afterAll(async () => {
    await Promise.all([...Namespace.made].map((namespace) => namespace.remove()));
  });
}

async function withEvidence(title: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const shown = await Promise.all(Namespace.made.map(evidenceOf));
    console.error(`evidence for "${title}"\n${shown.join('\n')}`);
    throw error;
  }
}

async function evidenceOf(namespace: Namespace): Promise<string> {
  const pods = namespace.pods.now.map(nameOf);
  const commands = [
    ['get', 'statefulset,pod,service,pvc,pdb', '-o', 'wide'],
    ['get', 'events', '--sort-by=.metadata.creationTimestamp'],
    ['describe', 'pods'],
    ...pods.flatMap((pod) => [
      ['logs', pod, '--all-containers', '--prefix', '--tail=60'],
      ['logs', pod, '--all-containers', '--prefix', '--tail=30', '--previous'],
    ]),
  ];
  const parts = await Promise.all([
    ...pods.map(async (pod) => {
      const answer = await ask(namespace, pod, '/health').catch(({ message }: Error) => ({
        status: 0,
        body: message,
      }));
      return `--- ${namespace.name}: ${pod}/health\n${answer.status} ${answer.body}`;
    }),
    ...commands.map(async (command) => {
      const { stdout, stderr } = await namespace.tryKubectl(command);
      return `--- ${namespace.name}: kubectl ${command.join(' ')}\n${stdout}${stderr}`;
    }),
  ]);
  return parts.join('\n');
}
