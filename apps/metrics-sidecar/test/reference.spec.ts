import { expectDocumented } from '@visits/service/testing';
import { everyMetric } from '../src/volume-page';

it('docs/metrics.md explains each metric of the sidecar (WRITE_GOLDEN=1 writes the table)', () =>
  expectDocumented(everyMetric(), '## The volume'));
