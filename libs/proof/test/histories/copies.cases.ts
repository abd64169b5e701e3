import { type Case } from './case';

/** What was not read, or not whole. */
export const COPY_CASES: readonly Case[] = [
  {
    code: 'CLAIM_NOT_READ',
    fires: (h) => (h.shelves.get('clock-0')!.hidden = true),
    spares: () => undefined,
  },
  {
    code: 'CLAIM_NOT_READ',
    name: 'a claim of the set that has no files at all',
    fires: (h) =>
      h.draft.facts!.sets.push({ app: 'clock', name: 'clock', replicas: 2, claims: ['visits-clock-9'] }),
    spares: (h) =>
      h.draft.facts!.sets.push({ app: 'clock', name: 'clock', replicas: 1, claims: ['visits-clock-0'] }),
  },
  {
    code: 'COPY_CUT',
    with: (h) => {
      h.visits(10, 'clock-0');
      h.readsVolumes();
    },
    fires: (h) => h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.slice(0, -80)),
    spares: () => undefined,
  },
  {
    code: 'COPY_CUT',
    name: 'before the run: then it is no baseline, and no line is too many',
    with: (h) => h.readsVolumes(),
    fires: (h) => h.tamper('volumes/visits-clock-0/before/visits.log', (log) => log.slice(0, -60)),
    spares: () => undefined,
  },
  {
    code: 'REPLICA_UNKNOWN',
    fires: (h) => {
      const line = h.visits(10, 'clock-0');
      h.shelves.get('clock-0')!.replica = 'stranger';
      h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', line);
      h.shelves.get('clock-0')!.replica = 'id-clock-0';
    },
    spares: (h) => h.visits(10, 'clock-0'),
  },
  {
    code: 'CLAIM_NOT_READ',
    name: 'with the reason, and the totals are judged without it',
    with: (h) => {
      h.visits(10, 'clock-0');
      const read = { kind: 'read' as const, ms: 1, app: 'clock' as const, ok: false, files: [] };
      h.sees(
        { kind: 'total', app: 'clock', pod: 'clock-0', sentMs: 20, ms: 21, total: 3, exact: false },
        { ...read, claim: 'visits-clock-0', when: 'after', why: 'no pod could mount it' },
        { ...read, claim: 'visits-clock-0', when: 'before', why: 'before' },
        { ...read, claim: 'visits-clock-9', when: 'after', why: 'of another' },
      );
    },
    fires: (h) => (h.shelves.get('clock-0')!.hidden = true),
    spares: () => undefined,
  },
  {
    code: 'COPY_CUT',
    name: 'what a copy lacks, or holds otherwise, is no violation',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      for (const ms of [10, 20, 30, 40]) h.visits(ms, 'clock-0');
      h.shelves.get('clock-0')!.volume.rotated = 4;
      h.readsVolumes();
    },
    fires: (h) => {
      h.tamper('volumes/visits-clock-0/after/visits.log.1', (log) => log.replace(/3 12:00/, '3 13:00'));
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.slice(log.indexOf('\n') + 1));
      h.tamper('volumes/visits-clock-0/after/replica.json', (json) => json.replace('id-clock-0', 'other'));
    },
    spares: () => undefined,
  },
];
