import { canI, type ClusterClient, resourceOf } from '../client';
import { accessOf, type Need, union } from '../needs/need';
import { failed, ok, type Result, warning } from './result';

/** Asks for all at once, so that the first that is missing hides no other. */
export async function permissions(
  client: ClusterClient,
  needs: readonly Need[],
  namespace: string | undefined,
): Promise<Result[]> {
  const all = union(needs);
  const allowed = await Promise.all(all.map((need) => client.may(accessOf(need, namespace))));
  const missing = all.filter((_, n) => !allowed[n]);
  const words = (needs: readonly Need[]) =>
    needs.map((need) => `${need.verb} ${resourceOf(need)}`).join(', ');
  const look = (needs: readonly Need[]) => canI(accessOf(needs[0]!, namespace));
  const must = missing.filter(({ without }) => without === undefined);
  const may = missing.filter(({ without }) => without !== undefined);
  const where = namespace ? ` -n ${namespace}` : '';
  const results: Result[] = [];
  if (must.length > 0) {
    const cure = `Ask who administers the cluster to apply: visits verify rbac${where}`;
    results.push(failed('permissions', `not permitted: ${words(must)}`, look(must), cure));
  } else
    results.push(
      ok('permissions', `all ${all.length - may.length} that must be`, `kubectl auth can-i --list${where}`),
    );
  for (const without of new Set(may.map((need) => need.without!))) {
    const these = may.filter((need) => need.without === without);
    results.push(
      warning(
        'permissions',
        `not permitted: ${words(these)}; ${without}`,
        look(these),
        `visits verify rbac${where}`,
      ),
    );
  }
  return results;
}
