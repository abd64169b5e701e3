import { DnsLookup } from '../src/discovery/dns-lookup';
import { StaticDiscovery } from '../src/discovery/static-discovery';
import { NameServer } from './name-server';

let server: NameServer;
beforeEach(async () => void (server = await NameServer.start()));
afterEach(() => server.stop());

const find = (...peers: string[]) => discoveryOf(...peers).find();

const discoveryOf = (...peers: string[]) => {
  const lookup = new DnsLookup({
    searchList: { domains: [], ndots: 1 },
    servers: [server.address],
    timeoutMs: 100,
  });
  return new StaticDiscovery(peers, lookup);
};

it.each([
  ['http://127.0.0.1:8010', 'http://127.0.0.1:8010'],
  ['10.0.0.1:8080', 'http://10.0.0.1:8080'],
  ['http://10.0.0.1', 'http://10.0.0.1:80'],
  ['http://10.0.0.1:8080/', 'http://10.0.0.1:8080'],
  ['http://[fd00::1]:8080', 'http://[fd00::1]:8080'],
  ['http://localhost:8010', 'http://127.0.0.1:8010'],
])('%s is asked at %s, without DNS', async (peer, origin) => {
  const { siblings, failure } = await find(peer);
  expect(failure).toBeNull();
  expect(siblings).toMatchObject([{ origin, pod: null }]);
  expect(server.asked).toEqual([]);
});

it('a name is looked up; its key stays when its address changes', async () => {
  server.add('A', 'one.example', '10.0.0.1');
  const before = await find('one.example:8080');
  server.remove('one.example');
  server.add('A', 'one.example', '10.0.0.2');
  const after = await find('one.example:8080');
  expect(before.siblings).toEqual([
    { key: 'http://one.example:8080', pod: null, origin: 'http://10.0.0.1:8080' },
  ]);
  expect(after.siblings).toEqual([
    { key: 'http://one.example:8080', pod: null, origin: 'http://10.0.0.2:8080' },
  ]);
});

it('a name that does not exist is a reason, and the others are found', async () => {
  const { siblings, failure } = await find('none.example:1', '10.0.0.1:2');
  expect(failure).toMatchObject({ reason: 'dns-not-found', detail: 'none.example does not exist.' });
  expect(siblings.map(({ origin }) => origin)).toEqual([null, 'http://10.0.0.1:2']);
});

it.each([
  ['silence', 'dns-timeout'],
  ['servfail', 'dns-failed'],
] as const)('a name keeps its address while DNS has only %s for it', async (fate, reason) => {
  server.add('A', 'one.example', '10.0.0.1');
  const discovery = discoveryOf('one.example:8080');
  await discovery.find();
  server.fate = () => fate;
  const { siblings, failure } = await discovery.find();
  expect(failure).toMatchObject({ reason });
  expect(siblings).toMatchObject([{ origin: 'http://10.0.0.1:8080' }]);
});
