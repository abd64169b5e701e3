import {
  ageWords,
  counted,
  maxRows,
  type ReplicaView,
  restWords,
  rowsOf,
  type TotalView,
  whyWords,
} from './total-view';

const replica = (over: Partial<ReplicaView> = {}): ReplicaView => ({
  replica: '583389b3-1c2d-4e5f-8a9b-0123456789ab',
  ordinal: 0,
  pod: 'clock-0',
  visits: 10,
  source: 'live',
  ageMs: 0,
  ...over,
});
const view = (replicas: readonly ReplicaView[], over: Partial<TotalView> = {}): TotalView => ({
  total: replicas.reduce((sum, { visits }) => sum + visits, 0),
  exact: true,
  reasons: [],
  replicas,
  ...over,
});

describe('ageWords', () => {
  const minute = 60_000;
  it.each([
    [0, 'just now'],
    [999, 'just now'],
    [1000, '1 s ago'],
    [minute - 1, '59 s ago'],
    [minute, '1 min ago'],
    [60 * minute - 1, '59 min ago'],
    [60 * minute, '1 h ago'],
    [48 * 60 * minute - 1, '47 h ago'],
    [48 * 60 * minute, '2 days ago'],
  ])('%d ms is %s', (ageMs, words) => expect(ageWords(ageMs)).toBe(words));
});

describe('the rows', () => {
  it('show how each replica is known, and which one answered', () => {
    const replicas = [
      replica({ source: 'self' }),
      replica({ replica: 'b', pod: 'clock-1', ordinal: 1 }),
      replica({ replica: 'c', pod: 'clock-2', ordinal: 2, source: 'final', ageMs: 60_000 }),
      replica({ replica: 'd', pod: 'clock-3', ordinal: 3, source: 'cached', ageMs: 120_000 }),
    ];
    expect(rowsOf(view(replicas), 'b').map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'clock-0: live',
      'clock-1: live, answered you',
      'clock-2: stopped 1 min ago',
      'clock-3: last heard 2 min ago',
    ]);
  });

  it('say for a minute that a replica restarted', () => {
    const [row] = rowsOf(view([replica({ restartedMs: 3_400 })]), null);
    expect(row?.status).toBe('live, restarted 3 s ago');
  });

  it('name the volume where two have the name of one pod', () => {
    const rows = rowsOf(view([replica(), replica({ replica: 'feedc0de-1', source: 'cached' })]), null);
    expect(rows.map(({ status }) => status)).toEqual([
      'live, volume 583389b3',
      'last heard just now, volume feedc0de',
    ]);
  });

  it('are as long as their share of the largest, also where nothing is counted yet', () => {
    const shares = (...visits: number[]) =>
      rowsOf(view(visits.map((n) => replica({ visits: n }))), null).map(({ share }) => share);
    expect(shares(10, 5, 0)).toEqual([100, 50, 0]);
    expect(shares(3, 1)).toEqual([100, 33.3]);
    expect(shares(0, 0)).toEqual([0, 0]);
  });

  it('take their colour from the ordinal, and none where there is none', () => {
    const rows = rowsOf(view([replica({ ordinal: 9 }), replica({ ordinal: null })]), null);
    expect(rows.map(({ hue }) => hue)).toEqual(['1', 'none']);
  });
});

describe('the words beside', () => {
  it('say why a total is a lower bound, at most three reasons', () => {
    const reasons = ['One.', 'Two.', 'Three.', 'Four.', 'Five.'];
    expect(whyWords(view([], { exact: false, reasons }))).toBe('One. Two. Three. And 2 more: see /total.');
    expect(whyWords(view([], { exact: false, reasons: ['One.'] }))).toBe('One.');
    expect(whyWords(view([]))).toMatch(/^Every replica/);
  });

  it('sum what has no row of its own', () => {
    const many = Array.from({ length: maxRows + 960 }, () => replica({ visits: 2 }));
    expect(restWords(view(many), 'visit')).toBe('And 960 more with 1,920 visits: see /total.');
    expect(restWords(view(many.slice(0, maxRows)), 'visit')).toBe('');
  });

  it('count in English', () => {
    expect([0, 1, 12_345].map((n) => counted(n, 'visit'))).toEqual(['0 visits', '1 visit', '12,345 visits']);
  });
});
