import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../kubectl';
import { Manifests, type Workload } from '../manifests';
import { workspaceRoot } from '../workspace';

const monitor = readFileSync(join(workspaceRoot, 'deploy/components/pod-monitor/pod-monitor.yaml'), 'utf8');
const sound = [
  ...Manifests.parse(render('deploy/overlays/production')).objects,
  ...Manifests.parse(monitor).objects,
];

/** Loose on purpose: a breakage writes what no type allows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** A copy of production, with a PodMonitor, for a breakage to spoil. */
export class Copy {
  readonly manifests = new Manifests(structuredClone(sound));

  get clock(): Workload & Loose {
    return this.manifests.workloads.find(({ name }) => name === 'clock')!;
  }
  object(kind: string, name: string): Loose {
    return this.manifests.objects.find(
      (object) => object.kind === kind && object.metadata?.name?.startsWith(name),
    )!;
  }
  add(object: Loose): void {
    (this.manifests.objects as Loose[]).push(object);
  }
  remove(kind: string, name: string): void {
    const list = this.manifests.objects as Loose[];
    list.splice(list.indexOf(this.object(kind, name)), 1);
  }
}
