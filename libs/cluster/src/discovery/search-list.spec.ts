import fc from 'fast-check';
import { candidates, parseResolvConf } from './search-list';

const inPod = `search visits.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5
`;

describe('parseResolvConf', () => {
  it.each([
    [inPod, ['visits.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], 5],
    ['nameserver 1.1.1.1\n', [], 1],
    ['', [], 1],
    ['domain office.example\n', ['office.example'], 1],
    ['domain a.example\nsearch b.example c.example\n', ['b.example', 'c.example'], 1],
    ['search a.example\ndomain b.example other\n', ['b.example'], 1],
    ['search a.example.\t b.example\r\n', ['a.example', 'b.example'], 1],
    ['search .\n', [], 1],
    ['# search a.example\n; options ndots:9\n', [], 1],
    ['options timeout:1 ndots:2 attempts:3\noptions rotate\n', [], 2],
    ['options ndots:2\noptions ndots:0\n', [], 0],
    ['options ndots:99\n', [], 15],
    ['options ndots:x ndots:\n', [], 1],
  ])('%j', (text, domains, ndots) => expect(parseResolvConf(text)).toEqual({ domains, ndots }));
});

describe('candidates', () => {
  const list = parseResolvConf(inPod);

  it('completes a short name first and tries it as it stands last', () => {
    expect(candidates('clock-headless', list)).toEqual([
      'clock-headless.visits.svc.cluster.local',
      'clock-headless.svc.cluster.local',
      'clock-headless.cluster.local',
      'clock-headless',
    ]);
  });

  it('tries a name with enough dots as it stands first, such as an SRV name of a namespace', () => {
    expect(candidates('_http._tcp.clock-headless.visits.svc.example', list)[0]).toBe(
      '_http._tcp.clock-headless.visits.svc.example',
    );
    expect(candidates('_http._tcp.clock-headless', list)[0]).toBe(
      '_http._tcp.clock-headless.visits.svc.cluster.local',
    );
  });

  it('takes a name with a dot at its end as whole', () => {
    expect(candidates('clock-headless.visits.svc.cluster.local.', list)).toEqual([
      'clock-headless.visits.svc.cluster.local',
    ]);
  });

  it('counts dots as ndots says', () => {
    const domains = ['d'];
    expect(candidates('a', { domains, ndots: 0 })).toEqual(['a', 'a.d']);
    expect(candidates('a.b', { domains, ndots: 1 })).toEqual(['a.b', 'a.b.d']);
    expect(candidates('a.b', { domains, ndots: 2 })).toEqual(['a.b.d', 'a.b']);
  });

  it('asks for each name once, and always for the name itself', () => {
    const label = fc.stringMatching(/^[a-z]{1,3}$/);
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const searchList = fc.record({ domains: fc.array(name, { maxLength: 3 }), ndots: fc.nat(15) });
    fc.assert(
      fc.property(name, searchList, (asked, found) => {
        const all = candidates(asked, found);
        expect(all).toContain(asked);
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});
