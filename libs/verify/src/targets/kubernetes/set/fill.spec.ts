import type { Reach } from '../reach/reach';
import { fillVolumes } from './fill';

it('nothing is filled where it is not known how large the volume is', async () => {
  const ran: string[] = [];
  const reach = {
    // A connection that ends, or a log that is cut, is all that there is of df.
    run: async (_, [program = '', ...args]) => {
      ran.push([program, ...args].join(' '));
      const exit = program === 'df' ? null : 0;
      return { stdout: Buffer.alloc(0), stderr: 'its log was cut', exit };
    },
  } as Pick<Reach, 'run'> as Reach;
  const volume = {
    pod: { metadata: { name: 'clock-0' }, spec: { containers: [{ name: 'app' }] } },
    claimedBytes: 1e9,
  };
  await expect(fillVolumes(reach, () => [volume])).rejects.toThrow('its size is not known: its log was cut');
  expect(ran).toEqual(['df -B1 --output=size /data', 'rm -f /data/visits-verify.fill']);
});
