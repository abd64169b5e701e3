export type PodState = 'pending' | 'starting' | 'ready' | 'unready' | 'restarting' | 'stopping' | 'stopped';
export type PodEvent = 'spawned' | 'passed' | 'failed' | 'unlive' | 'exited' | 'stop' | 'gone';

/** What may happen in each state and where it leads; everything else changes nothing. */
const moves: Record<PodState, Partial<Record<PodEvent, PodState>>> = {
  pending: { spawned: 'starting', stop: 'stopping' },
  starting: {
    passed: 'ready',
    failed: 'unready',
    unlive: 'restarting',
    exited: 'restarting',
    stop: 'stopping',
  },
  ready: { failed: 'unready', unlive: 'restarting', exited: 'restarting', stop: 'stopping' },
  unready: { passed: 'ready', unlive: 'restarting', exited: 'restarting', stop: 'stopping' },
  restarting: { spawned: 'starting', stop: 'stopping' },
  stopping: { gone: 'stopped' },
  stopped: {},
};

export function nextState(state: PodState, event: PodEvent): PodState {
  return moves[state][event] ?? state;
}
