import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { workspaceRoot } from '@visits/testing/workspace';
import { type Outcome, kubectl, tryKubectl } from './kubectl';
import { type Namespace } from './namespace';

export interface Change {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

export interface Variation {
  readonly components?: readonly string[];
  /** JSON patches for every StatefulSet. */
  readonly changes?: readonly Change[];
  /** Of every object `visits` names; the manifests' own when absent. */
  readonly image?: string;
}

const base = parse(readFileSync(join(workspaceRoot, 'deploy/base/pod/kustomization.yaml'), 'utf8')) as {
  images: { name: string; newTag: string }[];
};
const [own] = base.images;

/** What the nodes hold. E2E_IMAGE names another one than the manifests do. */
export const image = process.env.E2E_IMAGE ?? `${own!.name}:${own!.newTag}`;

/** An overlay in a namespace of a test: a wrapper kustomization sets what a test may choose, no file is edited. */
export class Installation {
  constructor(
    readonly namespace: Namespace,
    private readonly overlay: string,
  ) {}

  /** As a user applies it; what kubectl warned of is in `stderr`. */
  apply(variation: Variation = {}, flags: readonly string[] = []): Promise<Outcome> {
    return this.withWrapper(variation, (directory) => kubectl(applyArgs(directory, flags)));
  }

  tryApply(variation: Variation = {}, flags: readonly string[] = []): Promise<Outcome> {
    return this.withWrapper(variation, (directory) => tryKubectl(applyArgs(directory, flags)));
  }

  private async withWrapper<T>(variation: Variation, use: (directory: string) => Promise<T>): Promise<T> {
    // Kustomize wants relative paths, and compares them after following links.
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'visits-e2e-')));
    try {
      writeFileSync(join(directory, 'kustomization.yaml'), this.wrapper(directory, variation));
      return await use(directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  private wrapper(
    directory: string,
    { components = [], changes = [], image: chosen = image }: Variation,
  ): string {
    const deploy = (part: string) => relative(directory, join(workspaceRoot, 'deploy', part));
    return stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: this.namespace.name,
      resources: [deploy(`overlays/${this.overlay}`)],
      components: components.map((name) => deploy(`components/${name}`)),
      images: [{ name: own!.name, ...imageParts(chosen) }],
      patches:
        changes.length > 0 ? [{ target: { kind: 'StatefulSet' }, patch: JSON.stringify(changes) }] : [],
    });
  }
}

/** A change of the template that every update strategy sees as a new revision. */
export function revision(name: string): Change {
  return { op: 'add', path: '/spec/template/metadata/annotations/visits.test~1revision', value: name };
}

function applyArgs(directory: string, flags: readonly string[]): string[] {
  return ['apply', '--server-side', '-k', directory, ...flags];
}

/** `registry/name:tag` or `registry/name@sha256:…`, as kustomize wants it. */
function imageParts(reference: string) {
  const [, newName, newTag, digest] = /^(.+?)(?::([^:/@]+))?(?:@(.+))?$/.exec(reference) ?? [];
  return digest ? { newName, digest } : { newName, newTag };
}
