import { chartScript } from './chart-script';
import { clockScript } from './clock-script';
import { copyScript } from './copy-script';
import { liveScript } from './live-script';

/** All scripts of all pages, each by its name: what an answer's policy has to allow, by their hashes. */
export const scripts = {
  live: liveScript,
  clock: clockScript,
  chart: chartScript,
  copy: copyScript,
} as const;
export type ScriptName = keyof typeof scripts;
export const inlineScripts: readonly string[] = Object.values(scripts);
