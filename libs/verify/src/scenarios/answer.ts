import type { Stage } from '../engine/stage';
import { done, waiting } from '../wait';
import type { Exchange } from '../writer/exchange';

const ANSWER_MS = 2_000;

/**
 * What a pod answers to a GET, when it does. Where no answer comes in time the machine may be to blame as well as the pod:
 * that is a wait that ends, and never a check that fails.
 */
export function answerOf(
  stage: Stage,
  { name, origin }: { readonly name: string; readonly origin: string },
  path: string,
): Promise<Exchange> {
  const headers = { accept: 'application/json', 'user-agent': 'visits-verify' };
  const question = { origin, method: 'GET', path, headers, timeoutMs: ANSWER_MS } as const;
  return stage.until(`${name} answers ${path}`, stage.target.deadlines.readyMs, async () => {
    const seen = await stage.load.ask(question);
    if (seen.status === undefined || seen.error !== undefined) return waiting(seen.error ?? 'no answer');
    return done(seen);
  });
}
