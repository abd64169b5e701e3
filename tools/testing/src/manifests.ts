import {
  type KubernetesObject,
  type V1ConfigMap,
  type V1Container,
  type V1Namespace,
  type V1NetworkPolicy,
  type V1PersistentVolumeClaim,
  type V1Pod,
  type V1PodDisruptionBudget,
  type V1PodSpec,
  type V1Service,
  type V1ServiceAccount,
  type V1StatefulSet,
} from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

export interface PodMonitor extends KubernetesObject {
  spec?: { selector?: { matchLabels?: Record<string, string> }; podMetricsEndpoints?: { port?: unknown }[] };
}

export interface PrometheusRule extends KubernetesObject {
  spec?: { groups?: { name: string; rules: { alert?: string; labels?: { severity?: string } }[] }[] };
}

export type Labels = Record<string, string>;

/** A StatefulSet and what a rule wants to know of its pods. */
export interface Workload {
  readonly name: string;
  readonly set: V1StatefulSet;
  readonly pod: V1PodSpec;
  readonly labels: Labels;
  readonly app: V1Container;
  readonly sidecar: V1Container | undefined;
  readonly containers: readonly V1Container[];
  readonly claim: V1PersistentVolumeClaim | undefined;
}

/** One render: the objects of an overlay. */
export class Manifests {
  constructor(readonly objects: readonly KubernetesObject[]) {}

  static parse(yaml: string): Manifests {
    return new Manifests(parseAllDocuments(yaml).map((document) => document.toJS() as KubernetesObject));
  }

  get sets(): V1StatefulSet[] {
    return this.ofKind('StatefulSet');
  }
  /** Those that no set makes. */
  get pods(): V1Pod[] {
    return this.ofKind('Pod');
  }
  get services(): V1Service[] {
    return this.ofKind('Service');
  }
  get configMaps(): V1ConfigMap[] {
    return this.ofKind('ConfigMap');
  }
  get accounts(): V1ServiceAccount[] {
    return this.ofKind('ServiceAccount');
  }
  get budgets(): V1PodDisruptionBudget[] {
    return this.ofKind('PodDisruptionBudget');
  }
  get policies(): V1NetworkPolicy[] {
    return this.ofKind('NetworkPolicy');
  }
  get monitors(): PodMonitor[] {
    return this.ofKind('PodMonitor');
  }
  get alertRules(): PrometheusRule[] {
    return this.ofKind('PrometheusRule');
  }
  get namespaces(): V1Namespace[] {
    return this.ofKind('Namespace');
  }

  get workloads(): Workload[] {
    return this.sets.map((set) => {
      const pod = set.spec!.template.spec!;
      const init = pod.initContainers ?? [];
      return {
        name: set.metadata!.name!,
        set,
        pod,
        labels: set.spec!.template.metadata?.labels ?? {},
        app: pod.containers[0]!,
        sidecar: init.find(({ restartPolicy }) => restartPolicy === 'Always'),
        containers: [...init, ...pod.containers],
        claim: set.spec!.volumeClaimTemplates?.[0],
      };
    });
  }

  /** What the container finds in its environment; values of the downward API as `$(field)`. */
  environment(container: V1Container): Labels {
    const maps = (container.envFrom ?? []).map(({ configMapRef }) =>
      this.configMaps.find(({ metadata }) => metadata?.name === configMapRef?.name),
    );
    const own = (container.env ?? []).map(({ name, value, valueFrom }) => [
      name,
      value ?? `$(${valueFrom?.fieldRef?.fieldPath})`,
    ]);
    return Object.assign({}, ...maps.map((map) => map?.data), Object.fromEntries(own));
  }

  private ofKind<T extends KubernetesObject>(kind: string): T[] {
    return this.objects.filter((object) => object.kind === kind) as T[];
  }
}

/** An empty selector selects everything, as the API server has it. */
export function selects(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}
