import type { Stage } from '../engine/stage';
import type { Scenario } from '../engine/scenario';
import { answerOf } from './answer';

export const identity: Scenario = {
  name: 'identity',
  level: 'read',
  does: 'asks each pod who it is: its name, its claim, its volume, its process',
  heldWhen: 'name, claim and replica id agree, and go on agreeing over the whole run',
  load: 'calm',
  changes: () => [],
  act: (stage) => lookAround(stage, 'at the beginning'),
  atEnd: (stage) => lookAround(stage, 'at the end'),
};

async function lookAround(stage: Stage, when: string): Promise<void> {
  for (const app of stage.target.apps) {
    const pods = stage.target.pods(app);
    const replicas = new Set<string>();
    for (const pod of pods) {
      const info = fieldsIn((await answerOf(stage, pod, '/info')).body);
      stage.check(`${pod.name}: its name ${when}`, pod.name, info.pod ?? 'no answer');
      stage.check(`${pod.name}: its ordinal ${when}`, String(pod.ordinal), info.ordinal ?? 'no answer');
      stage.check(`${pod.name}: its claim ${when}`, pod.claim, info.claim ?? 'no answer');
      if (info.replica) replicas.add(info.replica);
    }
    stage.check(`${app}: replica ids ${when}`, `${pods.length} different`, `${replicas.size} different`);
  }
}

function fieldsIn(body: string): Record<string, string | undefined> {
  try {
    const info = JSON.parse(body) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(info).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
