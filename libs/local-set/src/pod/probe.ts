import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';

/** A kubelet probe: where to ask, how often, and how many answers in a row make a verdict. */
export interface Probe {
  readonly path: '/startupz' | '/livez' | '/readyz';
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

// Quicker than a cluster's: whoever kills a pod here is looking at it. Readiness must notice a draining pod well
// within its DRAIN_SECONDS; liveness forgives a machine that is busy.
export const startupProbe: Probe = {
  path: '/startupz',
  periodMs: 100,
  timeoutMs: 1_000,
  successThreshold: 1,
  failureThreshold: 300,
};
export const livenessProbe: Probe = {
  path: '/livez',
  periodMs: 1_000,
  timeoutMs: 2_000,
  successThreshold: 1,
  failureThreshold: 3,
};
export const readinessProbe: Probe = {
  path: '/readyz',
  periodMs: 200,
  timeoutMs: 1_000,
  successThreshold: 1,
  failureThreshold: 2,
};

/** Answers of one kind in a row. */
export interface Streak {
  readonly passed: boolean;
  readonly length: number;
}
export type Verdict = 'passed' | 'failed' | 'open';

export function extend(streak: Streak | null, passed: boolean): Streak {
  return { passed, length: streak?.passed === passed ? streak.length + 1 : 1 };
}

export function verdictOf({ passed, length }: Streak, probe: Probe): Verdict {
  if (passed) return length >= probe.successThreshold ? 'passed' : 'open';
  return length >= probe.failureThreshold ? 'failed' : 'open';
}

/** Asks until the signal aborts; `onVerdict` hears each verdict, also repeated ones. */
export async function watch(
  origin: string,
  probe: Probe,
  signal: AbortSignal,
  onVerdict: (verdict: 'passed' | 'failed', reason: string | null) => void,
): Promise<void> {
  let streak: Streak | null = null;
  while (!signal.aborted) {
    const { passed, reason } = await ask(origin + probe.path, probe.timeoutMs);
    if (signal.aborted) return;
    streak = extend(streak, passed);
    const verdict = verdictOf(streak, probe);
    if (verdict !== 'open') onVerdict(verdict, reason);
    await delay(probe.periodMs, undefined, { signal }).catch(() => undefined);
  }
}

interface Answer {
  readonly passed: boolean;
  readonly reason: string | null;
}

async function ask(url: string, timeoutMs: number): Promise<Answer> {
  try {
    // As the kubelet does: a fresh connection for each probe (`reset`), 200 to 399 is healthy.
    const { statusCode, body } = await request(url, {
      headers: { 'user-agent': 'kube-probe/local', accept: '*/*' },
      reset: true,
      // Alone: a timeout within AbortSignal.any() may be collected, and never comes.
      signal: AbortSignal.timeout(timeoutMs),
    });
    const passed = statusCode >= 200 && statusCode < 400;
    return { passed, reason: reasonIn(await body.text()) };
  } catch {
    return { passed: false, reason: null };
  }
}

/** The first `detail` of a failed check in a terminus answer. */
export function reasonIn(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { error?: Record<string, { detail?: unknown }> };
    const detail = Object.values(error ?? {}).find((check) => typeof check?.detail === 'string')?.detail;
    return (detail as string | undefined) ?? null;
  } catch {
    return null;
  }
}
