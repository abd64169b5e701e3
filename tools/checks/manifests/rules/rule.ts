import { type Manifests } from '@visits/testing/manifests';

/** A promise that every overlay keeps. A finding is one sentence that names the object; none means kept. */
export interface Rule {
  readonly name: string;
  check(manifests: Manifests): Iterable<string>;
}
