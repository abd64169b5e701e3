import { type V1NetworkPolicyPeer } from '@kubernetes/client-node';
import { type Labels, type Manifests, selects } from '@visits/testing/manifests';
import { type Rule } from './rule';

/** Pods that share the namespace in the reports, or could. */
const neighbours: Labels[] = [
  {},
  { app: 'clock' },
  { 'app.kubernetes.io/name': 'clock' },
  { 'app.kubernetes.io/name': 'calculator' },
  { 'app.kubernetes.io/name': 'vault', 'app.kubernetes.io/instance': 'vault' },
];

const same = (one: Labels | undefined, other: Labels | undefined): boolean =>
  Object.keys(one ?? {}).length > 0 && selects(one, other ?? {}) && selects(other, one ?? {});

export const selectors: Rule = {
  name: 'selectors equal the labels of one set and catch nobody else',
  *check(manifests) {
    for (const { name, set, pod, labels } of manifests.workloads) {
      const spread =
        pod.topologySpreadConstraints?.map(({ labelSelector }) => labelSelector?.matchLabels) ?? [];
      const apart =
        pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.map(
          ({ podAffinityTerm }) => podAffinityTerm.labelSelector?.matchLabels,
        ) ?? [];
      if (spread.length < 2 || apart.length < 1) yield `${name} does not spread`;
      for (const selector of [set.spec?.selector.matchLabels, ...spread, ...apart]) {
        if (!same(selector, labels)) yield `${name} selects ${JSON.stringify(selector)}`;
      }
      if (!selects(labels, set.metadata?.labels ?? {})) yield `${name} lacks a label of its pods`;
    }
    for (const { metadata, spec } of manifests.services) {
      const hits = manifests.workloads.filter(({ labels }) => same(spec?.selector, labels));
      if (hits.length !== 1) yield `${metadata?.name} is the Service of ${hits.length} sets`;
      yield* caught(`${metadata?.name}`, spec?.selector);
    }
  },
};

export const disruption: Rule = {
  name: 'a disruption budget is of one set and lets a drain go on',
  *check({ budgets, workloads }) {
    for (const { metadata, spec } of budgets) {
      if (!workloads.some(({ labels }) => same(spec?.selector?.matchLabels, labels))) {
        yield `${metadata?.name} is the budget of no set`;
      }
      if (spec?.maxUnavailable !== 1 || spec.minAvailable !== undefined)
        yield `${metadata?.name} can block a drain`;
      if (spec?.unhealthyPodEvictionPolicy !== 'AlwaysAllow') yield `${metadata?.name} keeps sick pods`;
    }
  },
};

export const network: Rule = {
  name: 'a network policy selects all of our pods and nobody else, by number of port',
  *check(manifests) {
    for (const { metadata, spec } of manifests.policies) {
      const policy = `${metadata?.name}`;
      yield* exactly(policy, spec?.podSelector?.matchLabels, manifests);
      const both = [...(spec?.ingress ?? []), ...(spec?.egress ?? [])];
      for (const { port } of both.flatMap(({ ports }) => ports ?? [])) {
        if (typeof port !== 'number') yield `${policy} names the port ${port}`;
      }
      // The client's type calls it `_from`; a manifest says `from`.
      const sources = (spec?.ingress ?? []).map((rule) => (rule as { from?: V1NetworkPolicyPeer[] }).from);
      const peers = [...sources, ...(spec?.egress ?? []).map(({ to }) => to)];
      for (const peer of peers.flatMap((list) => list ?? [])) {
        if (peer.podSelector && !peer.namespaceSelector)
          yield* exactly(policy, peer.podSelector.matchLabels, manifests);
      }
    }
  },
};

export const monitor: Rule = {
  name: 'a monitor selects all of our pods and nobody else, one named port once',
  *check(manifests) {
    for (const { metadata, spec } of manifests.monitors) {
      yield* exactly(`${metadata?.name}`, spec?.selector?.matchLabels, manifests);
      const ports = (spec?.podMetricsEndpoints ?? []).map(({ port }) => port);
      if (ports.length !== 1) yield `${metadata?.name} scrapes ${ports.length} ports of a pod`;
      for (const { name, sidecar } of manifests.workloads) {
        if (!sidecar?.ports?.some((known) => known.name === ports[0]))
          yield `${metadata?.name}: ${name} has no ${ports[0]}`;
      }
    }
  },
};

function* exactly(object: string, selector: Labels | undefined, { workloads }: Manifests): Iterable<string> {
  for (const { name, labels } of workloads)
    if (!selects(selector, labels)) yield `${object} leaves ${name} out`;
  yield* caught(object, selector);
}

function* caught(object: string, selector: Labels | undefined): Iterable<string> {
  for (const labels of neighbours) {
    if (selects(selector, labels)) yield `${object} catches a neighbour with ${JSON.stringify(labels)}`;
  }
}
