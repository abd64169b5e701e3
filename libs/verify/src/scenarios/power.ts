import { runHook } from '../engine/hook';
import type { Scenario } from '../engine/scenario';

export const power: Scenario = {
  name: 'power',
  level: 'hazard',
  does: 'cuts the power of the volumes under load, and brings it back',
  heldWhen: 'every visit that was acknowledged before the cut is there',
  long: true,
  load: 'disrupted',
  unmet: ({ hooks }) =>
    hooks.powerCut && hooks.powerRestore
      ? null
      : 'not tested: a killed process leaves the page cache, so that only a power cut tests fsync (give --power-cut and --power-restore)',
  changes: ({ hooks }) => [hooks.powerCut ?? '--power-cut', hooks.powerRestore ?? '--power-restore'],
  async act(stage) {
    const { target, hooks } = stage;
    const hooked = target.hooked();
    const pods = hooked.flatMap((one) => one.pods);
    const victims = target.apps.map((app) => pods.findLast((pod) => pod.app === app)!);
    const endBursts = await Promise.all(victims.map((pod) => stage.expose(pod)));
    // What is answered from here on proves nothing: the disk may be gone already.
    for (const pod of pods) stage.disrupt(pod, 'power', { device: target.device });
    try {
      for (const { env } of hooked) await runHook('--power-cut', hooks.powerCut!, env);
    } finally {
      const start = await target.powerOff(pods);
      await Promise.all(endBursts.map((end) => end()));
      for (const { env } of hooked) await runHook('--power-restore', hooks.powerRestore!, env);
      await start();
    }
    stage.call('cut', target.device, 'done');
  },
};
