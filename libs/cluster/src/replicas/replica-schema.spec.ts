import fc from 'fast-check';
import { ClusterError } from '../errors';
import { MAX_VISITS, type ReplicaEntry } from './replica-map';
import {
  encodePeersFile,
  encodeSiblingAnswer,
  MAX_ANSWER_BYTES,
  parseLeaveMessage,
  parsePeersFile,
  parseSiblingAnswer,
} from './replica-schema';

const id = fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/);
const ordinal = fc.option(fc.integer({ min: 0, max: 999_999_999 }));
const entry: fc.Arbitrary<ReplicaEntry> = fc.record({
  visits: fc.integer({ min: 0, max: MAX_VISITS }),
  pod: fc.string({ maxLength: 253 }),
  ordinal,
  seenAt: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  final: fc.boolean(),
});
const replicas = fc
  .dictionary(fc.oneof(id, fc.constant('constructor')), entry)
  .map((all) => new Map(Object.entries(all)));
const set = fc.record(
  { service: fc.string(), namespace: fc.string(), headless: fc.string(), name: fc.string() },
  { requiredKeys: ['service', 'namespace', 'headless'] },
);
const answer = fc.record({
  format: fc.constant(1 as const),
  set,
  pod: fc.string({ maxLength: 253 }),
  ordinal,
  boot: fc.string({ maxLength: 64 }),
  replica: fc.option(id),
  settled: fc.boolean(),
  replicas,
});
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const one = { visits: 5, pod: 'clock-0', ordinal: 0, seenAt: 1, final: false };
const good = {
  format: 1,
  set: { service: 'clock', namespace: 'visits', headless: 'clock-pods' },
  pod: 'clock-0',
  ordinal: 0,
  boot: 'b',
  replica: 'a',
  settled: true,
  replicas: { a: one },
};

test('an answer is the same after its way over the wire', () => {
  fc.assert(
    fc.property(answer, (sent) =>
      expect(parseSiblingAnswer(overTheWire(encodeSiblingAnswer(sent)))).toEqual(sent),
    ),
  );
});

test('peers.json is the same after it was written and read', () => {
  const record = fc.record({
    settled: fc.boolean(),
    self: fc.option(fc.record({ replica: id, base: fc.integer({ min: 0, max: MAX_VISITS }) })),
    replicas,
  });
  fc.assert(
    fc.property(record, (written) => expect(parsePeersFile(encodePeersFile(written))).toMatchObject(written)),
  );
});

test('nothing that anybody sends is taken for an answer or thrown without a name', () => {
  const parsers = [
    parseSiblingAnswer,
    parseLeaveMessage,
    (v: unknown) => parsePeersFile(Buffer.from(JSON.stringify(v) ?? '')),
  ];
  const hostile = fc.oneof(
    fc.jsonValue({ maxDepth: 6 }),
    fc.anything(),
    fc.record({ ...Object.fromEntries(Object.keys(good).map((key) => [key, fc.jsonValue()])) }),
  );
  fc.assert(
    fc.property(hostile, fc.constantFrom(...parsers), (value, parse) => {
      try {
        parse(value);
      } catch (error) {
        if (!(error instanceof ClusterError)) throw error;
        expect(error.action).not.toBe('');
      }
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(() => parsePeersFile(Buffer.from(bytes))).toThrow(ClusterError);
    }),
  );
});

const nested = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;

test.each<[string, object]>([
  ['a count that is no integer', { replicas: { a: { ...one, visits: 1.5 } } }],
  ['a negative count', { replicas: { a: { ...one, visits: -1 } } }],
  ['a count beyond all volumes', { replicas: { a: { ...one, visits: MAX_VISITS + 1 } } }],
  [
    '1e309',
    { replicas: JSON.parse(`{"a":{"visits":1e309,"pod":"","ordinal":null,"seenAt":1,"final":false}}`) },
  ],
  ['a count as text', { replicas: { a: { ...one, visits: '5' } } }],
  ['a time beyond all dates', { replicas: { a: { ...one, seenAt: Number.MAX_SAFE_INTEGER } } }],
  ['an id with a dot', { replicas: { 'a.b': one } }],
  ['an id that is too long', { replicas: { ['a'.repeat(65)]: one } }],
  ['an empty id', { replicas: { '': one } }],
  ['a list of replicas', { replicas: [one] }],
  ['deep nesting', { replicas: nested }],
  ['no set', { set: undefined }],
  ['a newer format', { format: 2 }],
  ['a pod name of a megabyte', { pod: 'x'.repeat(1_000_000) }],
])('%s is refused', (_, wrong) => {
  expect(parseSiblingAnswer(good)).toBeDefined();
  expect(() => parseSiblingAnswer({ ...good, ...wrong })).toThrow(
    expect.objectContaining({ code: 'bad-answer' }),
  );
});

test('__proto__ is no replica and changes nothing', () => {
  const sent = JSON.parse(JSON.stringify(good).replace('"a":{', `"__proto__":${JSON.stringify(one)},"a":{`));
  const { replicas: heard } = parseSiblingAnswer(sent);
  expect([...heard.keys()]).toEqual(['a']);
  expect(({} as { visits?: number }).visits).toBeUndefined();
});

test('what a newer version adds is ignored', () => {
  expect(parseSiblingAnswer({ ...good, added: 1 })).not.toHaveProperty('added');
});

test('a leave message must be final', () => {
  const { set: ours, pod, boot } = good;
  const message = {
    format: 1,
    set: ours,
    pod,
    ordinal: 0,
    boot,
    replica: 'a',
    entry: { ...one, final: true },
  };
  expect(parseLeaveMessage(message)).toEqual(message);
  expect(() => parseLeaveMessage({ ...message, entry: one })).toThrow(
    expect.objectContaining({ code: 'bad-answer' }),
  );
});

test('10,000 replicas with the longest names fit into an answer', () => {
  const long = {
    visits: MAX_VISITS,
    pod: 'p'.repeat(253),
    ordinal: 999_999_999,
    seenAt: 1_795_268_700_000,
    final: false,
  };
  const all = new Map(Array.from({ length: 10_000 }, (_, n) => [String(n).padStart(36, 'x'), long]));
  const sent = encodeSiblingAnswer({ ...parseSiblingAnswer(good), replicas: all });
  expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(MAX_ANSWER_BYTES);
});

test('an answer with far too many entries is refused before each is looked at', () => {
  let looked = 0;
  const entry = {
    get visits() {
      return (looked += 1);
    },
  };
  const replicas = Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`!${n}`, entry]));
  expect(() => parseSiblingAnswer({ ...good, replicas })).toThrow('Too many entries');
  expect(looked).toBe(0);
});

test('a newer peers.json is distinguished from a foreign one', () => {
  const code = (text: string): unknown => {
    try {
      parsePeersFile(Buffer.from(text));
      return null;
    } catch (error) {
      return (error as ClusterError).code;
    }
  };
  expect(code('{"format":2,"replicas":"of another kind"}')).toBe('map-format-unknown');
  for (const text of ['', '\0\0\0', 'null', '{}', '{"format":1}', '{"format":"2"}', '[1]'])
    expect(code(text)).toBe('map-foreign');
});
