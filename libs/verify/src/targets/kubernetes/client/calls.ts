import type { Seen } from '../../../bundle/observations';
import type { Api, Request } from './api';
import type { Access } from './access';
import { type ClusterError } from './errors';
import { type Kind, nameOf, type ObjectOf, pathOf, type Ref } from './kinds';

/** Under which name the API server keeps who changed a field. */
export const FIELD_MANAGER = 'visits-verify';
const query = { fieldManager: FIELD_MANAGER };

/** What a call is written down with. */
export interface CallNote {
  readonly scenario?: string;
  /** The command that takes it back. */
  readonly undo?: string;
}

/** Exactly the object that was seen: a successor of its name is left alone. */
export interface Known<K extends Kind = Kind> extends Ref<K> {
  readonly uid: string;
}

export interface DeleteOptions {
  readonly graceSeconds?: number;
  readonly propagation?: 'Orphan' | 'Background' | 'Foreground';
}

interface Saved {
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Each call that changes something: made once, never repeated, and written down with what came of it. */
export class Calls {
  constructor(
    private readonly api: Api,
    private readonly see: (seen: Seen) => void,
  ) {}

  create<K extends Kind>(ref: Ref<K>, object: ObjectOf<K>, note: CallNote = {}): Promise<ObjectOf<K>> {
    const access: Access = { verb: 'create', kind: ref.kind, namespace: ref.namespace };
    const undo = `kubectl delete ${nameOf(ref)}${inNamespace(ref)}`;
    const request: Request = { method: 'POST', body: object, query };
    return this.#call('create', ref, access, pathOf(ref.kind, ref.namespace), request, { undo, ...note });
  }

  /** A merge patch: `null` removes a field. */
  patch<K extends Kind>(known: Known<K>, change: object, note: CallNote = {}): Promise<ObjectOf<K>> {
    const { metadata = {}, ...rest } = change as { metadata?: object };
    const body = { ...rest, metadata: { ...metadata, uid: known.uid } };
    return this.#patch(known, body, 'application/merge-patch+json', note);
  }

  /** JSON Patch operations (RFC 6902), all or none; only where the UID is still the same. */
  patchJson<K extends Kind>(
    known: Known<K>,
    change: readonly object[],
    note: CallNote = {},
  ): Promise<ObjectOf<K>> {
    const body = [{ op: 'test', path: '/metadata/uid', value: known.uid }, ...change];
    return this.#patch(known, body, 'application/json-patch+json', note);
  }

  #patch<K extends Kind>(
    known: Known<K>,
    body: object,
    contentType: string,
    note: CallNote,
  ): Promise<ObjectOf<K>> {
    const { kind, namespace, name } = known;
    const request: Request = { method: 'PATCH', body, query, contentType };
    const access: Access = { verb: 'patch', kind, namespace, name };
    return this.#call('patch', known, access, pathOf(kind, namespace, name), request, note);
  }

  /** By the set itself and not by its `scale`, which would be one more permission. */
  scale(set: Known<'StatefulSet'>, replicas: number, note: CallNote = {}): Promise<ObjectOf<'StatefulSet'>> {
    return this.patch(set, { spec: { replicas } }, note);
  }

  delete(
    known: Known,
    { graceSeconds, propagation }: DeleteOptions = {},
    note: CallNote = {},
  ): Promise<Saved> {
    const { kind, namespace, name, uid } = known;
    const body = {
      ...{ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
      ...(graceSeconds !== undefined && { gracePeriodSeconds: graceSeconds }),
      ...(propagation && { propagationPolicy: propagation }),
    };
    const access: Access = { verb: 'delete', kind, namespace, name };
    return this.#call(
      'delete',
      known,
      access,
      pathOf(kind, namespace, name),
      { method: 'DELETE', body },
      note,
    );
  }

  /** Rejects with status 429 where a budget does not allow it now. */
  evict(pod: Known<'Pod'>, note: CallNote = {}): Promise<Saved> {
    const { kind, namespace, name, uid } = pod;
    const body = {
      ...{ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } },
      deleteOptions: { preconditions: { uid } },
    };
    const access: Access = { verb: 'create', kind, subresource: 'eviction', namespace, name };
    const path = pathOf(kind, namespace, name, 'eviction');
    return this.#call('evict', pod, access, path, { method: 'POST', body }, note);
  }

  async #call<T extends Saved>(
    verb: string,
    ref: Ref & { readonly uid?: string },
    access: Access,
    path: string,
    request: Request,
    note: CallNote,
  ): Promise<T> {
    const line = { kind: 'call', verb, object: nameOf(ref), ...note } as const;
    try {
      const { body, auditId } = await this.api.request<T>(access, path, request);
      const { uid = ref.uid, resourceVersion } = body.metadata ?? {};
      this.see({
        ...line,
        ...(uid && { uid }),
        ...(resourceVersion && { resourceVersion }),
        ...(auditId && { auditId }),
        outcome: 'done',
      });
      return body;
    } catch (error) {
      const { status, message, auditId } = error as ClusterError & { auditId?: string };
      // A server that failed on the way may have done it.
      const outcome = status !== undefined && status < 500 ? 'failed' : 'unknown';
      const more = { ...(ref.uid && { uid: ref.uid }), ...(auditId && { auditId }) };
      this.see({ ...line, ...more, outcome, detail: message });
      throw error;
    }
  }
}

const inNamespace = ({ namespace }: Ref) => (namespace ? ` -n ${namespace}` : '');
