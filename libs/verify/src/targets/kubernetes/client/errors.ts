import type { KubeConfig } from '@kubernetes/client-node';
import { VerifyError } from '../../../errors';
import { type Access, canI, resourceOf } from './access';

/** What the API server answers where it does not do it. */
export interface ApiStatus {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly { readonly message?: string; readonly field?: string }[] };
}

/** A request that was refused, or that nobody answered. One sentence, and what to do. */
export class ClusterError extends VerifyError {
  override readonly name = 'ClusterError';
  /** Of the answer; none where there was no answer: then it is not known whether it was done. */
  readonly status: number | undefined;
  /** Kubernetes' own word: NotFound, AlreadyExists, Conflict, Forbidden, Invalid … */
  readonly reason: string | undefined;

  constructor(
    code: 'cluster-unconfigured' | 'cluster-unreachable' | 'cluster-forbidden' | 'cluster-refused',
    message: string,
    action: string,
    { status, reason, cause }: { status?: number; reason?: string; cause?: unknown } = {},
  ) {
    super(code, message, action, cause);
    this.status = status;
    this.reason = reason;
  }
}

/** What a request was for: an access, or a path that needs none (`/version`). */
export type Purpose = Access | string;

const wanted = (purpose: Purpose): string =>
  typeof purpose === 'string'
    ? purpose
    : `${purpose.verb} ${resourceOf(purpose)}${purpose.name ? ` ${purpose.name}` : ''}`;

export function refused(purpose: Purpose, status: number, answer: ApiStatus): ClusterError {
  const { reason } = answer;
  const why = oneLine(answer.message ?? reason ?? `status ${status}`);
  if (status === 401)
    return new ClusterError(
      'cluster-forbidden',
      `The cluster does not accept these credentials (${why}).`,
      'Log in again, and try: kubectl auth whoami',
      { status, reason },
    );
  // Admission and Pod Security refuse with 403 too: then the permission is there.
  if (status === 403 && / cannot \w+ (resource|path) /.test(why) && typeof purpose !== 'string')
    return new ClusterError(
      'cluster-forbidden',
      `It is not permitted to ${wanted(purpose)}${purpose.namespace ? ` in ${purpose.namespace}` : ''}.`,
      `See: ${canI(purpose)}; visits verify rbac prints what is needed.`,
      { status, reason },
    );
  return new ClusterError('cluster-refused', `The cluster refused to ${wanted(purpose)}: ${why}.`, '', {
    ...{ status, reason },
  });
}

export function unreachable(server: string, cause: unknown): ClusterError {
  const why = oneLine(cause instanceof Error ? cause.message : String(cause));
  return new ClusterError(
    'cluster-unreachable',
    `The cluster at ${server} cannot be reached (${why}).`,
    'Try: kubectl version',
    { cause },
  );
}

/** A connection into a pod that did not come about: a refused upgrade says only its status. */
export function notBegun(
  config: KubeConfig,
  { namespace, pod: name, subresource }: { namespace: string; pod: string; subresource: string },
  error: unknown,
): ClusterError {
  const { message = String(error) } = error as { message?: string };
  const [, code] = /Unexpected server response: (\d+)/.exec(message) ?? [];
  if (code === undefined) return unreachable(config.getCurrentCluster()?.server ?? '-', new Error(message));
  const why = code === '403' ? `pods/${subresource} cannot create resource here` : `status ${code}`;
  const purpose = { verb: 'create', kind: 'Pod', subresource, namespace, name } as const;
  return refused(purpose, Number(code), { message: why });
}

export const isGone = (error: unknown): boolean => error instanceof ClusterError && error.status === 404;
export const isThere = (error: unknown): boolean =>
  error instanceof ClusterError && error.reason === 'AlreadyExists';

const oneLine = (text: string) => text.trim().replaceAll(/\s+/g, ' ').replace(/\.$/, '');
