import { render } from '@visits/testing/kubectl';
import { Manifests, type Workload } from '@visits/testing/manifests';

const sound = [
  'deploy/overlays/production',
  'deploy/components/pod-monitor',
  'deploy/components/prometheus-rules',
  'deploy/components/grafana-dashboard',
].flatMap((folder) => Manifests.parse(render(folder)).objects);

/** Loose on purpose: a breakage writes what no type allows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

/** A copy of production, with all that observes it, for a breakage to spoil. */
export class Copy {
  readonly manifests = new Manifests(structuredClone(sound));

  get clock(): Workload & Loose {
    return this.manifests.workloads.find(({ name }) => name === 'clock')!;
  }
  get alertRule(): Loose {
    return this.object('PrometheusRule', 'visits').spec;
  }
  get dashboard(): Loose {
    return this.object('ConfigMap', 'visits-dashboard');
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
