import type { MapProblem } from '../src/replicas/durable-map';
import { World } from './world';

const FOREIGN = 'map-foreign';
const UNKNOWN_WRITER = /clock-0 finds a peers\.json that is not whole/;

/** What was reported of the map, in order. */
const reported = ({ events }: World): (MapProblem['code'] | null)[] =>
  events.flatMap((event) => (event.kind === 'map' ? [event.problem?.code ?? null] : []));

test.each(['while the pod is down', 'while it runs'])(
  'a peers.json that somebody else wrote %s is reported, although the next write goes well at once',
  async (when) => {
    const world = new World(7);
    const pod = world.start('clock-0');
    await world.run(5_000);
    expect(reported(world)).toEqual([]);
    if (when === 'while it runs') {
      pod.claim.disk.place('peers.json', 'shopping list');
      pod.visit();
    } else {
      pod.kill();
      pod.claim.disk.place('peers.json', 'shopping list');
      world.start('clock-0');
    }
    await world.run(10_000);
    expect(reported(world)).toEqual([FOREIGN, null]);
    expect(String(pod.claim.disk.content('peers.json.foreign'))).toBe('shopping list');
    expect(world.oracle.problems).toEqual([expect.stringMatching(UNKNOWN_WRITER)]);
  },
);
