import { siblingTroubles } from './sibling-troubles';

const duplicate = { pod: 'clock-1', address: '10.0.0.7:8080', detail: 'One id.', action: 'Stop one.' };
const map = { code: 'map-foreign', detail: 'Not ours.', action: 'Look.' };

it('tells a cloned volume and a map that can not be used, with their cures', () => {
  expect(siblingTroubles({ duplicate: null, map: null })).toEqual([]);
  expect(siblingTroubles({ duplicate, map })).toEqual([
    { status: 'degraded', code: 'duplicate-replica', detail: 'One id.', action: 'Stop one.' },
    { status: 'degraded', code: 'map-foreign', detail: 'Not ours.', action: 'Look.' },
  ]);
});
