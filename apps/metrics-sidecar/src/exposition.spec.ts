import { checkPage } from './exposition';

const taken = new Set(['visits_total']);
const good = [
  '# HELP a_seconds how long',
  '# TYPE a_seconds histogram',
  'a_seconds_bucket{le="+Inf",route="/a b{}"} 3',
  'a_seconds_sum 0.5',
  'a_seconds_count 3',
  '',
  '# TYPE b gauge',
  'b 1e-7 1700000000000',
  'b{x="y"} NaN',
  'b{x="z"} Nan',
].join('\n');

describe('checkPage', () => {
  it('passes a whole page on, ended by a line feed', () => {
    expect(checkPage(good, taken)).toEqual({ ok: true, text: `${good}\n` });
  });

  it.each([
    ['an HTML page', '<html>no</html>'],
    ['JSON', '{"status":"ok"}'],
    ['nothing', ''],
    ['only comments', '# HELP a b'],
    ['a page cut in the middle of a line', good.slice(0, -5)],
    ['a sample without a family', 'b 1'],
    ['a family declared twice', `${good}\n# TYPE b gauge`],
    ["the sidecar's own name", '# TYPE visits_total counter\nvisits_total 5'],
    ['a value that is none', '# TYPE b gauge\nb five'],
  ])('drops %s', (_case, page) => {
    expect(checkPage(page, taken)).toMatchObject({ ok: false, problem: expect.any(String) });
  });
});
