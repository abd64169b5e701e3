import type { ClusterClient, ObjectOf } from '../client';

/** The budgets that cover the set's pods. */
export async function budgetsOf(
  client: ClusterClient,
  { metadata, spec }: ObjectOf<'StatefulSet'>,
): Promise<ObjectOf<'PodDisruptionBudget'>[]> {
  const labels = spec!.template.metadata?.labels ?? {};
  const budgets = await client.list('PodDisruptionBudget', { namespace: metadata?.namespace });
  return budgets.filter(({ spec: { selector } = {} }) => {
    const wanted = Object.entries(selector?.matchLabels ?? {});
    return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
  });
}
