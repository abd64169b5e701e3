import { type Kind, KINDS } from './kinds';

/** A permission as RBAC has it. */
export interface Access {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
  readonly kind: Kind;
  readonly subresource?: string;
  /** In one namespace; everywhere, or of a kind without any, where it is left out. */
  readonly namespace?: string;
  readonly name?: string;
}

/** `statefulsets.apps`, `pods/exec`. */
export function resourceOf({ kind, subresource }: Pick<Access, 'kind' | 'subresource'>): string {
  const { group, resource } = KINDS[kind];
  return `${resource}${group && `.${group}`}${subresource ? `/${subresource}` : ''}`;
}

/** The command that asks for it. */
export function canI({ verb, kind, subresource, namespace, name }: Access): string {
  const parts = [
    `kubectl auth can-i ${verb} ${resourceOf({ kind })}${name ? `/${name}` : ''}`,
    subresource && `--subresource=${subresource}`,
    namespace && `-n ${namespace}`,
  ];
  return parts.filter(Boolean).join(' ');
}
