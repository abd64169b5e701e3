import { totalPanel } from './total-panel';
import { maxRows, type TotalView } from './total-view';

const hostile = `"><script>alert('1')</script>`;
const viewOf = (count: number, over: Partial<TotalView> = {}): TotalView => ({
  total: 1234 * count,
  exact: true,
  reasons: [],
  replicas: Array.from({ length: count }, (_, ordinal) => ({
    replica: `r-${ordinal}`,
    ordinal,
    pod: `clock-${ordinal}`,
    visits: 1234,
    source: 'live' as const,
    ageMs: 0,
  })),
  ...over,
});
const panel = (total: TotalView | null) =>
  String(totalPanel({ root: './', total, pod: 'clock-0', replica: 'r-0', unit: 'visit' }));
const textOf = (markup: string) =>
  markup
    .replace(/<template>.*<\/template>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the total on a page', () => {
  it('reads as a sentence, with a row for each replica', () => {
    const text = textOf(panel(viewOf(2)));
    expect(text).toContain(
      'Total of 2 replicas exactly 2,468 clock-0 live, answered you 1,234 clock-1 live 1,234',
    );
    expect(text).toContain('As clock-0 saw it when it answered.');
  });

  it('says at least, and why, where it is a lower bound', () => {
    const text = textOf(panel(viewOf(1, { exact: false, reasons: ['clock-1 does not answer.'] })));
    expect(text).toContain('Total of 1 replica at least 1,234');
    expect(text).toContain('clock-1 does not answer.');
  });

  it('names no number while it is not known', () => {
    const markup = panel(null);
    expect(textOf(markup)).toContain('Total not known yet');
    expect(textOf(markup)).not.toMatch(/\b0 (visits|replicas)/);
    expect(markup).toContain('data-total=""');
  });

  it('gives the script what it shows', () => {
    const [, state = ''] = /data-total="([^"]*)"/.exec(panel(viewOf(3))) ?? [];
    expect(JSON.parse(state.replaceAll('&quot;', '"'))).toEqual({ ...viewOf(3), pod: 'clock-0' });
  });

  it('stays bounded with a thousand replicas', () => {
    const markup = panel(viewOf(1000));
    expect(markup.match(/<li /g)).toHaveLength(maxRows + 1);
    expect(textOf(markup)).toContain(`And ${1000 - maxRows} more with`);
  });

  it('never lets a value become markup or an inline style', () => {
    const replicas = viewOf(1).replicas.map((one) => ({ ...one, replica: hostile, pod: hostile }));
    const total = viewOf(1, { replicas, exact: false, reasons: [hostile] });
    const markup = String(totalPanel({ root: './', total, pod: hostile, replica: hostile, unit: hostile }));
    expect(markup).not.toMatch(/<script| style=/);
  });
});
