import { DnsLookup } from '../src/discovery/dns-lookup';
import { dnsReport } from '../src/discovery/dns-report';
import { parseResolvConf } from '../src/discovery/search-list';
import { NameServer } from './name-server';

const zone = 'visits.svc.cluster.local';
const headless = `clock-headless.${zone}`;
const pair = { 'clock-0': '10.0.0.10', 'clock-1': '10.0.0.11' };
/** Their SRV records do not fit into a datagram, nor do their addresses. */
const forty = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`clock-${n}`, `10.0.1.${n}`]));

let server: NameServer;
beforeEach(async () => void (server = await NameServer.start()));
afterEach(() => server.stop());

function report(service = 'clock-headless', pods: readonly string[] = ['clock-0']) {
  const searchList = parseResolvConf(`search ${zone} svc.cluster.local cluster.local\noptions ndots:5\n`);
  return dnsReport(service, pods, new DnsLookup({ searchList, servers: [server.address], timeoutMs: 100 }));
}

it('names each sibling with its address', async () => {
  server.addSet(headless, pair);
  expect(await report()).toMatchObject({
    service: 'clock-headless',
    problem: null,
    findings: [
      { pod: 'clock-0', addresses: ['10.0.0.10'], problem: null },
      { pod: 'clock-1', addresses: ['10.0.0.11'], problem: null },
    ],
  });
});

describe('what is wrong with the Service or with DNS is named, with its cure', () => {
  it.each<[string, () => unknown, RegExp, RegExp]>([
    ['no such Service', () => undefined, /no such headless Service/, /clusterIP: None/],
    [
      'a Service without pods',
      () => server.addSet(headless, pair) && (server.fate = () => 'empty'),
      /names no pod/,
      /selector.*publishNotReadyAddresses/,
    ],
    [
      'no port called http',
      () => server.add('A', headless, '10.0.0.10'),
      /no port called http/,
      /Name its port/,
    ],
    [
      'silence',
      () => server.addSet(headless, pair) && (server.fate = () => 'silence'),
      /DNS does not answer/,
      /NetworkPolicy/,
    ],
    ['SERVFAIL', () => (server.fate = () => 'servfail'), /DNS fails/, /resolv\.conf/],
    [
      'silence about SRV records alone',
      () =>
        server.addSet(headless, pair) &&
        (server.fate = ({ type }) => (type === 'SRV' ? 'silence' : 'answer')),
      /needs TCP/,
      /TCP 53/,
    ],
    [
      'SERVFAIL for SRV records alone',
      () =>
        server.addSet(headless, pair) &&
        (server.fate = ({ type }) => (type === 'SRV' ? 'servfail' : 'answer')),
      /fails about the Service.*ESERVFAIL/,
      /SRV records/,
    ],
    [
      'a long answer where TCP is refused',
      () => server.addSet(headless, forty).shutTcp('refused'),
      /needs TCP/,
      /TCP 53/,
    ],
    [
      'a long answer where TCP is dropped',
      () => server.addSet(headless, forty).shutTcp('silent'),
      /needs TCP/,
      /TCP 53/,
    ],
  ])('%s', async (_, prepare, problem, cure) => {
    await prepare();
    const found = await report();
    expect(found.problem).toMatch(problem);
    expect(found.cure).toMatch(cure);
  });

  it('the client Service, which has one address for all pods', async () => {
    server.add('A', `clock.${zone}`, '10.96.0.5');
    const data = { target: `clock.${zone}`, port: 8080, priority: 0, weight: 100 };
    server.add('SRV', `_http._tcp.clock.${zone}`, data);
    const found = await report('clock');
    expect(found).toMatchObject({ findings: [], problem: expect.stringContaining('not headless') });
    expect(found.cure).toContain('clusterIP: None');
  });
});

describe('what is wrong with one pod', () => {
  it('known but not published: it is gone, or not ready under a Service that hides it', async () => {
    server.addSet(headless, pair);
    const { findings } = await report('clock-headless', ['clock-0', 'clock-2']);
    expect(findings.map(({ pod, problem }) => [pod, problem !== null])).toEqual([
      ['clock-0', false],
      ['clock-1', false],
      ['clock-2', true],
    ]);
    expect(findings[2]).toMatchObject({
      problem: expect.stringContaining('not published'),
      cure: expect.stringContaining('publishNotReadyAddresses: true'),
    });
  });

  it('without a name of its own: the serviceName of its set is another', async () => {
    server.addSet(headless, { '10-0-0-9': '10.0.0.9' });
    const { findings } = await report('clock-headless', []);
    expect(findings).toMatchObject([
      {
        pod: null,
        problem: expect.stringContaining('no name'),
        cure: expect.stringContaining('serviceName: clock-headless'),
      },
    ]);
  });

  it('whose name does not resolve yet', async () => {
    server.addSet(headless, pair);
    server.remove(`clock-1.${headless}`);
    const { findings } = await report();
    expect(findings.map(({ pod, problem }) => [pod, problem !== null])).toEqual([
      ['clock-0', false],
      ['clock-1', true],
    ]);
  });
});
