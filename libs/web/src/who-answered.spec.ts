import { healthNotes, type Trouble, whoAnswered } from './who-answered';

const full: Trouble = { status: 'down', code: 'disk-full', detail: 'It is full.', action: 'Free space.' };
const damaged: Trouble = {
  status: 'degraded',
  code: 'damaged',
  detail: 'A part is damaged.',
  action: 'Look.',
};
const textOf = (markup: unknown) =>
  String(markup)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('who answered', () => {
  const who = (troubles: readonly Trouble[]) =>
    textOf(
      whoAnswered({
        root: './',
        log: 'visits/log',
        pod: 'clock-0',
        ordinal: null,
        replica: null,
        boot: 'd036bbb6',
        storage: { kind: 'directory', name: '/data' },
        troubles,
      }),
    );

  it('is shown also without a StatefulSet, a claim and an open volume', () => {
    expect(who([])).toMatch(
      /Pod clock-0 Ordinal none: .* Directory \/data Replica not known yet Boot d036bbb6/,
    );
  });

  it.each([
    [[], 'ready, and nothing is wrong'],
    [[damaged], 'ready, but see above'],
    [[damaged, full], 'not ready, see above'],
  ])('says its health in words: %j', (troubles, words) => expect(who(troubles)).toContain(`Health ${words}`));
});

describe('what is not well', () => {
  it('is reported with its cure, the worse in the colour of an alarm', () => {
    const notes = String(healthNotes([full, damaged]));
    expect(textOf(notes)).toMatch(/It is full. Free space. A part is damaged. Look./);
    expect([...notes.matchAll(/class="note (\w+)"/g)].map(([, tone]) => tone)).toEqual(['alarm', 'caution']);
  });

  it('is not shown twice where the page shows it already', () => {
    expect(textOf(healthNotes([full, damaged], 'disk-full'))).not.toContain('full');
  });
});
