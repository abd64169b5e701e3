import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { DnsDiscovery, MAX_LOOKUPS } from '../src/discovery/dns-discovery';
import { DnsLookup } from '../src/discovery/dns-lookup';
import { parseResolvConf } from '../src/discovery/search-list';
import { Lookup } from '../src/exchange/lookup';
import { PeerTable } from '../src/exchange/peer-table';
import type { ClusterEvent } from '../src/exchange/peers-view';
import { systemTime } from '../src/time';
import { NameServer } from './name-server';

const inPod = parseResolvConf(
  'search visits.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n',
);
const headless = 'clock-headless.visits.svc.cluster.local';
const trio = { 'clock-0': '10.0.0.10', 'clock-1': '10.0.0.11', 'clock-2': '10.0.0.12' };

let server: NameServer;
beforeEach(async () => void (server = await NameServer.start()));
afterEach(() => server.stop());

function discovery(
  service = 'clock-headless',
  options: { deadlineMs?: number; timeoutMs?: number; servers?: string[] } = {},
) {
  // Tests count the questions: on a busy machine none is to be asked again.
  const { servers = [server.address], timeoutMs = 2_000, ...more } = options;
  const lookup = new DnsLookup({ searchList: inPod, servers, timeoutMs });
  return new DnsDiscovery({ service, port: 8080, lookup, ...more });
}

describe('what a headless Service names', () => {
  it('is each pod by its SRV record, with its address', async () => {
    server.addSet(headless, trio);
    expect(await discovery().find()).toEqual({
      failure: null,
      siblings: [
        { key: `clock-0.${headless}`, pod: 'clock-0', origin: 'http://10.0.0.10:8080' },
        { key: `clock-1.${headless}`, pod: 'clock-1', origin: 'http://10.0.0.11:8080' },
        { key: `clock-2.${headless}`, pod: 'clock-2', origin: 'http://10.0.0.12:8080' },
      ],
    });
    expect(server.asked[0]).toBe(`SRV _http._tcp.${headless}`);
  });

  it('has the port that the record names', async () => {
    server.addSet(headless, { 'clock-7': '10.0.0.1' }, 9999);
    const { siblings } = await discovery().find();
    expect(siblings).toMatchObject([{ pod: 'clock-7', origin: 'http://10.0.0.1:9999' }]);
  });

  it('may start at any ordinal, and be a short name, a whole one or one of another cluster domain', async () => {
    const other = 'clock-headless.visits.svc.corp.example';
    server.addSet(headless, { 'clock-40': '10.0.0.1', 'clock-41': '10.0.0.2' });
    server.addSet(other, { 'clock-0': '10.1.0.1' });
    const names = async (service: string) => (await discovery(service).find()).siblings.map(({ pod }) => pod);
    expect(await names('clock-headless')).toEqual(['clock-40', 'clock-41']);
    expect(await names('clock-headless.visits')).toEqual(['clock-40', 'clock-41']);
    expect(await names('clock-headless.visits.svc')).toEqual(['clock-40', 'clock-41']);
    expect(await names(`${headless}.`)).toEqual(['clock-40', 'clock-41']);
    expect(await names(other)).toEqual(['clock-0']);
  });

  it('is asked for by IPv6 where there is no IPv4', async () => {
    server.addSet(headless, { 'clock-0': 'fd00::10' });
    const { siblings } = await discovery().find();
    expect(siblings).toMatchObject([{ pod: 'clock-0', origin: 'http://[fd00::10]:8080' }]);
  });

  it('has no name of a pod where the label is made of the address', async () => {
    server.addSet(headless, { '10-0-0-9': '10.0.0.9', 'fd00--9': 'fd00::9' });
    const { siblings } = await discovery().find();
    expect(siblings.map(({ pod, origin }) => [pod, origin])).toEqual([
      [null, 'http://10.0.0.9:8080'],
      [null, 'http://[fd00::9]:8080'],
    ]);
  });

  it('is its addresses with our own port where it has no SRV records', async () => {
    server.add('A', headless, '10.0.0.2').add('A', headless, '10.0.0.1');
    expect(await discovery().find()).toEqual({
      failure: null,
      siblings: [
        { key: 'http://10.0.0.1:8080', pod: null, origin: 'http://10.0.0.1:8080' },
        { key: 'http://10.0.0.2:8080', pod: null, origin: 'http://10.0.0.2:8080' },
      ],
    });
  });

  it('keeps a pod whose own name does not resolve yet, without an address', async () => {
    server.addSet(headless, trio);
    server.remove(`clock-1.${headless}`);
    const { siblings, failure } = await discovery().find();
    expect(failure).toBeNull();
    expect(siblings.map(({ pod, origin }) => [pod, origin !== null])).toEqual([
      ['clock-0', true],
      ['clock-1', false],
      ['clock-2', true],
    ]);
  });

  it('comes by TCP where it does not fit into a datagram', async () => {
    const pods = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`clock-${n}`, `10.0.1.${n}`]));
    server.addSet(headless, pods);
    const { siblings } = await discovery().find();
    expect(siblings.filter(({ origin }) => origin)).toHaveLength(40);
    expect(server.byTcp).toBeGreaterThan(0);
  });

  it('of a large set looks up some addresses at a time, those that it knows least first', async () => {
    const pods = Object.fromEntries(
      Array.from({ length: MAX_LOOKUPS + 10 }, (_, n) => [`clock-${n}`, `10.0.1.${n}`]),
    );
    server.addSet(headless, pods);
    const found = discovery();
    const resolved = async () => (await found.find()).siblings.filter(({ origin }) => origin).length;
    expect(await resolved()).toBe(MAX_LOOKUPS);
    expect(await resolved()).toBe(MAX_LOOKUPS + 10);
    server.remove(`clock-${MAX_LOOKUPS + 5}.${headless}`);
    const lookups = () => server.asked.filter((asked) => asked.startsWith('A ')).length;
    const before = lookups();
    await resolved();
    expect(lookups() - before).toBe(MAX_LOOKUPS);
    expect(await resolved()).toBe(MAX_LOOKUPS + 9);
  });
});

describe('a pod that was replaced', () => {
  it('has its new address at the next look', async () => {
    server.addSet(headless, { 'clock-0': '10.0.0.1' });
    const found = discovery();
    await found.find();
    server.remove(`clock-0.${headless}`);
    server.add('A', `clock-0.${headless}`, '10.0.0.2');
    expect((await found.find()).siblings).toMatchObject([{ origin: 'http://10.0.0.2:8080' }]);
  });

  it('has no address while its name does not exist, but the one that it had while DNS is silent about it', async () => {
    server.addSet(headless, { 'clock-0': '10.0.0.1' });
    const found = discovery('clock-headless', { timeoutMs: 100 });
    await found.find();
    for (const fate of ['silence', 'servfail'] as const) {
      server.fate = ({ type }) => (type === 'SRV' ? 'answer' : fate);
      expect((await found.find()).siblings).toMatchObject([{ origin: 'http://10.0.0.1:8080' }]);
    }
    server.fate = ({ type }) => (type === 'SRV' ? 'answer' : 'nxdomain');
    expect((await found.find()).siblings).toMatchObject([{ pod: 'clock-0', origin: null }]);
  });
});

describe('a DNS that does not help is a reason, never a rejection', () => {
  it('no such name: all that were tried are named', async () => {
    const { siblings, failure } = await discovery().find();
    expect(siblings).toEqual([]);
    expect(failure).toEqual({
      reason: 'dns-not-found',
      detail: `None of ${headless}, clock-headless.svc.cluster.local, clock-headless.cluster.local, clock-headless exists.`,
    });
    expect(server.asked.filter((asked) => asked.startsWith('SRV'))).toHaveLength(4);
  });

  it('a name without addresses', async () => {
    server.addSet(headless, trio);
    server.fate = () => 'empty';
    expect((await discovery().find()).failure).toMatchObject({
      reason: 'dns-empty',
      detail: `${headless} has no records of this kind.`,
    });
  });

  it('silence, within the deadline', async () => {
    server.fate = () => 'silence';
    const start = performance.now();
    const found = await discovery('clock-headless', { deadlineMs: 150, timeoutMs: 10_000 }).find();
    expect(found.failure).toMatchObject({ reason: 'dns-timeout' });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(new Set(server.asked)).toEqual(new Set([`SRV _http._tcp.${headless}`]));
  });

  it.each(['servfail', 'refused', 'garbage'] as const)('%s', async (fate) => {
    server.fate = () => fate;
    const { failure } = await discovery('clock-headless', { deadlineMs: 600 }).find();
    expect(['dns-failed', 'dns-timeout']).toContain(failure?.reason);
  });

  it('nobody at its port', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    const { failure } = await discovery('x', { servers: [`127.0.0.1:${port}`], deadlineMs: 600 }).find();
    expect(['dns-failed', 'dns-timeout']).toContain(failure?.reason);
  });

  it.each(['a..b', 'a'.repeat(70), 'ünïcödé', 'a b', '-'])('a name that is none: %s', async (service) => {
    const { siblings, failure } = await discovery(service).find();
    expect(siblings).toEqual([]);
    expect(failure?.reason).toMatch(/^dns-/);
  });

  it('a server that fails at one candidate does not hide the next', async () => {
    server.addSet('clock-headless.svc.cluster.local', { 'clock-0': '10.0.0.1' });
    server.fate = ({ name }) => (name.endsWith('visits.svc.cluster.local') ? 'servfail' : 'answer');
    const { siblings, failure } = await discovery().find();
    expect(failure).toBeNull();
    expect(siblings).toMatchObject([{ pod: 'clock-0' }]);
  });

  it('a server that refuses SRV still gives addresses', async () => {
    server.addSet(headless, { 'clock-0': '10.0.0.1' });
    server.fate = ({ type }) => (type === 'SRV' ? 'refused' : 'answer');
    expect(await discovery().find()).toMatchObject({
      failure: null,
      siblings: [{ origin: 'http://10.0.0.1:8080' }],
    });
  });

  it('and is well again when DNS is', async () => {
    server.fate = () => 'silence';
    const found = discovery('clock-headless', { deadlineMs: 100 });
    expect((await found.find()).failure).not.toBeNull();
    server.fate = () => 'answer';
    server.addSet(headless, trio);
    expect((await found.find()).siblings).toHaveLength(3);
  });
});

it('a slow DNS is no failure: nothing is reported, and an answer holds until the next', async () => {
  server.addSet(headless, trio);
  server.delayMs = 250;
  const table = new PeerTable();
  const events: ClusterEvent[] = [];
  const found = discovery('clock-headless', { timeoutMs: 1_000 });
  const lookup = new Lookup(found, table, systemTime, (event) => events.push(event));
  while (lookup.failure) await lookup.run();
  for (let round = 0; round < 5; round += 1) {
    await lookup.run();
    expect([lookup.failure, lookup.problem]).toEqual([null, null]);
  }
  expect(table.all.map(({ name }) => name)).toEqual(['clock-0', 'clock-1', 'clock-2']);
  expect(events).toEqual([]);
});

it('asks once for all who wait', async () => {
  server.addSet(headless, { 'clock-0': '10.0.0.1' });
  const found = discovery();
  const [one, two] = await Promise.all([found.find(), found.find()]);
  expect(one).toBe(two);
  expect(server.asked).toHaveLength(2);
});
