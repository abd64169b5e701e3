import { fill, matchesOf, sourceOf } from './pattern';

const SOURCE = `
class Session {
  async commit(bytes: Buffer): Promise<void> {
    // why
    await this.#log.write(bytes,  0);
    await this.#log.sync(); // then
    if (!this.closed) return;
    const { a, b } = { a: 1, b: 'two' };
  }
}`;
const found = (pattern: string): string[] =>
  matchesOf(pattern, sourceOf('session.ts', SOURCE)).map(({ start, end }) => SOURCE.slice(start, end));

test.each([
  ['an expression', '$LOG.sync()', ['this.#log.sync()']],
  ['a private name', 'this.$LOG.sync()', ['this.#log.sync()']],
  [
    'statements that follow each other',
    'await $LOG.write($BYTES, 0); await $LOG.sync();',
    ['await this.#log.write(bytes,  0);\n    await this.#log.sync();'],
  ],
  ['any statement', 'if (!$LOG.closed) $THEN;', ['if (!this.closed) return;']],
  ['the rest of a list', "{ $$OTHERS, b: 'two' }", ["{ a: 1, b: 'two' }"]],
  ['nothing of another operator', '-$CLOSED', []],
  ['nothing where one name would be two things', '$LOG.write($BYTES, $BYTES)', []],
  ['nothing of another order', 'await $LOG.sync(); await $LOG.write($BYTES, 0);', []],
])('finds %s', (_, pattern, expected) => {
  expect(found(pattern)).toEqual(expected);
});

test('fills what the names stand for into a text, and refuses a name that stands for nothing', () => {
  const [match] = matchesOf('$LOG.write($BYTES, $AT)', sourceOf('session.ts', SOURCE));
  const names = match?.names ?? new Map<string, string>();
  expect(fill('$LOG.write($BYTES, $AT + 1)', names)).toBe('this.#log.write(bytes, 0 + 1)');
  expect(() => fill('$COUNT', names)).toThrow('No pattern says what $COUNT is');
});
