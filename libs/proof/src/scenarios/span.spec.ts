import { simulatedFiles } from '../self-test/self-test';
import { judge } from '../report/judge';
import { openBundle } from '../bundle/bundle';
import { gather } from '../evidence/evidence';
import { type Span, spans } from './span';

/** A simulated run, and what else the engine wrote of a scenario. */
function runWith(
  ...steps: { ms: number; scenario: string; word: string }[]
): ReadonlyMap<string, Uint8Array> {
  const files = new Map(simulatedFiles(4));
  const lines = steps.map((step) => JSON.stringify({ kind: 'step', ...step }) + '\n').join('');
  return files.set(
    'observations.ndjson',
    Buffer.concat([files.get('observations.ndjson')!, Buffer.from(lines)]),
  );
}

const spanOf = (name: string, files: ReadonlyMap<string, Uint8Array>): Span =>
  spans(gather(openBundle(files))).find((span) => span.name === name)!;

it('reaches from the first word of a scenario to its end', () => {
  expect(spanOf('probes', runWith())).toMatchObject({ fromMs: 50, toMs: 450, last: { word: 'end' } });
});

it('reaches to where a scenario got stuck, so that what came later is not its own', () => {
  const files = runWith(
    { ms: 100, scenario: 'fill', word: 'begin' },
    { ms: 200, scenario: 'fill', word: 'stuck' },
  );
  expect(spanOf('fill', files)).toMatchObject({ fromMs: 100, toMs: 200, last: { word: 'stuck' } });
});

it('has no end where a run was cut in the midst of it', () => {
  expect(spanOf('fill', runWith({ ms: 100, scenario: 'fill', word: 'begin' }))).toMatchObject({
    ...{ toMs: Infinity, last: { word: 'begin' } },
  });
});

it('a scenario that gets stuck in its last look has not finished, and was on no longer than it acted', () => {
  const files = runWith({ ms: 90_000, scenario: 'probes', word: 'stuck' });
  expect(spanOf('probes', files)).toMatchObject({ toMs: 450, last: { word: 'stuck' } });
  const { verdict, findings } = judge(files).scenarios.find(({ name }) => name === 'probes')!;
  expect({ verdict, codes: findings.map(({ code }) => code) }).toEqual({
    ...{ verdict: 'undecided', codes: ['NOT_FINISHED'] },
  });
});
