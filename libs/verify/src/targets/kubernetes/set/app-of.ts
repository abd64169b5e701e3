import type { App } from '@visits/proof';
import { VerifyError } from '../../../errors';
import type { ObjectOf } from '../client';
import { appContainer } from '../pods/app-pod';

/** By the program that the image is asked to run. */
export function appOf({ metadata, spec }: ObjectOf<'StatefulSet'>): App {
  const [program] = appContainer(spec!.template).args ?? [];
  if (program === 'clock' || program === 'calculator') return program;
  throw new VerifyError(
    'set-foreign',
    `statefulset/${metadata?.name} runs no clock and no calculator of Visits.`,
    'Name one of them, or no set: then the run makes its own.',
  );
}
