import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsSchema, formatFacts } from './facts';
import { formatObservation, observationSchema } from './observations';

const page = readFileSync(join(import.meta.dirname, '../../BUNDLE.md'), 'utf8');
const example = (name: string) => new RegExp('```' + name + '\\n([^]*?)```').exec(page)![1]!;

describe('BUNDLE.md', () => {
  const lines = example('observations.ndjson').trimEnd().split('\n');

  it.each(lines)('shows an observation: %s', (line) => {
    const observation = observationSchema.parse(JSON.parse(line));
    expect(JSON.parse(formatObservation(observation))).toEqual(JSON.parse(line));
  });

  it('shows and lists each kind of observation with its fields', () => {
    const kinds = observationSchema.options.map((option) => option.shape.kind.value);
    expect([...new Set(lines.map((line) => JSON.parse(line).kind as string))].sort()).toEqual(kinds.sort());
    const listed = new Map(
      [...page.matchAll(/^\| `(\w+)` +\| (.+?) +\|.+\|$/gm)].map(([, kind, fields]) => [kind, fields!]),
    );
    for (const option of observationSchema.options) {
      const row = listed
        .get(option.shape.kind.value)!
        .replace('process', '`app` `pod` `uid?` `boot?` `replica?`');
      const fields = [...row.matchAll(/`(\w+\??)`/g)].map(([, field]) => field);
      const own = Object.entries(option.shape)
        .filter(([field]) => field !== 'kind' && field !== 'ms')
        .map(([field, schema]) =>
          (schema as { safeParse(x: unknown): { success: boolean } }).safeParse(undefined).success
            ? `${field}?`
            : field,
        );
      expect(fields.sort()).toEqual(own.sort());
    }
  });

  it('shows facts', () => {
    const facts = factsSchema.parse(JSON.parse(example('facts.json')));
    expect(facts).toMatchObject({ clockErrorMs: 0, limits: [] });
    expect(factsSchema.parse(JSON.parse(formatFacts(facts)))).toEqual(facts);
  });
});
