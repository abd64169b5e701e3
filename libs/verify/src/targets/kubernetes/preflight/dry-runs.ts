import { type ClusterClient, type Kind, nameOf, type ObjectOf, type Ref } from '../client';
import { failed, ok, type Result } from './result';

/** An object that the run would make. */
export interface Planned {
  readonly kind: Kind;
  readonly object: object;
}

/** Lets the server look at each: schema, admission, quota. Nothing is made. */
export async function dryRuns(client: ClusterClient, planned: readonly Planned[]): Promise<Result[]> {
  const results = await Promise.all(
    planned.map(async ({ kind, object }): Promise<Result | undefined> => {
      const { name = '', namespace } = (object as ObjectOf<'ConfigMap'>).metadata ?? {};
      const ref: Ref = { kind, name, ...(namespace && { namespace }) };
      try {
        await client.tryCreate(ref, object as ObjectOf<typeof kind>);
        return undefined;
      } catch (error) {
        const { message, action } = error as Error & { action?: string };
        const look = `kubectl${namespace ? ` -n ${namespace}` : ''} create --dry-run=server -f ${nameOf(ref)}`;
        return failed('dry run', `${nameOf(ref)}: ${message}`, look, action || cureOf(message, namespace));
      }
    }),
  );
  const bad = results.filter((result) => result !== undefined);
  const names = planned.length === 1 ? 'the one object' : `all ${planned.length} objects`;
  return bad.length > 0
    ? bad
    : [ok('dry run', `the server would make ${names}`, 'kubectl create --dry-run=server')];
}

/** What helps, by what the server says. */
function cureOf(message: string, namespace = ''): string {
  if (/exceeded quota/.test(message))
    return `Raise the quota (kubectl -n ${namespace} describe quota), or name another namespace.`;
  if (/PodSecurity/.test(message))
    return 'The namespace admits less than the restricted profile asks: name another.';
  if (/admission webhook|denied the request/.test(message))
    return 'Ask who runs that admission for an exception of this namespace.';
  if (/already exists/.test(message)) return 'See: visits verify restore';
  return 'The message says what the server does not accept.';
}
