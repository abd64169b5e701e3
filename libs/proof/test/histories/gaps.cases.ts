import { type Case } from './case';

/** Counts that do not go on by one. */
export const GAP_CASES: readonly Case[] = [
  {
    code: 'COUNT_GAP',
    fires: (h) => {
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 4);
    },
    spares: (h) => {
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 3);
    },
  },
  {
    code: 'COUNT_GAP',
    name: 'a line that cannot be read is no gap, one that is not there is',
    with: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.counts('clock-0', 11, 'at 11');
      h.counts('clock-0', 21, 'at 21');
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 21', 'at 22'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'damage in front of it fills no gap',
    with: (h) => {
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.counts('clock-0', 11, 'at 11');
      h.counts('clock-0', 21, 'at 21');
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 11', 'at 12'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'at the front, where no rotation can have dropped a line',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      const shelf = h.shelf('clock-1', 'clock', 0);
      shelf.was.view = 5;
      h.fails(h.sends(10, 'clock-1'), 12, 'unknown');
      h.counts('clock-1', 11, 'x', 7);
    },
    fires: () => undefined,
    spares: (h) => (h.shelves.get('clock-1')!.volume.rotated = 1),
  },
  {
    code: 'COUNT_GAP',
    name: 'and what is acknowledged behind it is there',
    fires: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11, 'x', 4)),
    spares: (h) => h.acks(h.sends(10, 'clock-0'), 12, 'clock-0', h.counts('clock-0', 11, 'x', 3)),
  },
  {
    code: 'COUNT_REPEATED',
    fires: (h) => {
      h.visits(10, 'clock-0');
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 3);
    },
    spares: (h) => {
      h.visits(10, 'clock-0');
      h.fails(h.sends(10, 'clock-0'), 12, 'unknown');
      h.counts('clock-0', 11, 'x', 4);
    },
  },
  {
    code: 'COUNT_GAP',
    name: 'over two logs: the torn end of the older one is a line',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      for (const ms of [10, 20, 30, 40]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21]) h.counts('clock-0', ms, `at ${ms}`);
      h.shelves.get('clock-0')!.volume.rotated = 4;
      h.tamper('volumes/visits-clock-0/after/visits.log.1', (log) => log.replace('at 21', 'at 22'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'over two logs: damage at the front of the newer one is as long as it is, and that of later lines is none',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      for (const ms of [10, 20, 30, 40]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21]) h.counts('clock-0', ms, `at ${ms}`);
      h.shelves.get('clock-0')!.volume.rotated = 3;
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) =>
        log.replace('at 21', 'at 22').replace('at 37', 'at 38'),
      );
    },
    fires: (h) => [31, 35, 37, 41].forEach((ms, i) => h.counts('clock-0', ms, `at ${ms}`, 6 + i)),
    also: ['BAD_COMMIT'],
    spares: (h) => [31, 35, 37, 41].forEach((ms, i) => h.counts('clock-0', ms, `at ${ms}`, 5 + i)),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'over two logs: damage in the older one in front of its last line fills none',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      for (const ms of [10, 20, 30]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      for (const ms of [11, 21]) h.counts('clock-0', ms, `at ${ms}`);
      h.shelves.get('clock-0')!.volume.rotated = 4;
      h.tamper('volumes/visits-clock-0/after/visits.log.1', (log) => log.replace('at 11', 'at 12'));
    },
    fires: (h) => h.counts('clock-0', 31, 'at 31', 6),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 31, 'at 31', 5),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'over two logs: damage of before the run fills none',
    with: (h) => {
      h.draft.facts!.keepBytes = 100;
      for (const ms of [10, 20]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.shelves.get('clock-0')!.volume.rotated = 2;
      h.counts('clock-0', 11, 'at 11');
      for (const log of ['before/visits.log', 'after/visits.log.1'])
        h.tamper(`volumes/visits-clock-0/${log}`, (text) => text.replace('before', 'beforE'));
      h.tamper('volumes/visits-clock-0/after/visits.log', (text) => text.replace('at 11', 'at 12'));
    },
    fires: (h) => h.counts('clock-0', 21, 'at 21', 5),
    also: ['BAD_COMMIT'],
    spares: (h) => h.counts('clock-0', 21, 'at 21', 4),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_GAP',
    name: 'damage behind it fills no gap',
    with: (h) => {
      for (const ms of [10, 20, 30, 40]) h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown');
      h.counts('clock-0', 11, 'at 11');
      h.tamper('volumes/visits-clock-0/after/visits.log', (log) => log.replace('at 31', 'at 32'));
    },
    fires: (h) => [21, 31, 41].forEach((ms, i) => h.counts('clock-0', ms, `at ${ms}`, 5 + i)),
    also: ['BAD_COMMIT'],
    spares: (h) => [21, 31, 41].forEach((ms, i) => h.counts('clock-0', ms, `at ${ms}`, 4 + i)),
    alsoSpared: ['BAD_COMMIT'],
  },
  {
    code: 'COUNT_REPEATED',
    name: 'a count that comes too late',
    with: (h) => [10, 20].forEach((ms) => h.fails(h.sends(ms, 'clock-0'), ms + 2, 'unknown')),
    fires: (h) => [4, 3].forEach((n) => h.counts('clock-0', 20 + n, 'x', n)),
    also: ['COUNT_GAP'],
    spares: (h) => [3, 4].forEach((n) => h.counts('clock-0', 20 + n, 'x', n)),
  },
];
