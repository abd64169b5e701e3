export type Sign = '+' | '-' | '*' | '/' | '^' | '(' | ')';

/** Signs that keyboards, word processors and other calculators write for ours. Only what can mean nothing else. */
const spellings: Readonly<Record<string, Sign>> = {
  '+': '+',
  '-': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '−': '-',
  '*': '*',
  '×': '*',
  '∗': '*',
  '⋅': '*',
  '/': '/',
  '÷': '/',
  '∕': '/',
  '⁄': '/',
  '^': '^',
  '**': '^',
  ˆ: '^',
  '(': '(',
  ')': ')',
};

/** What people write and we do not guess: what to type instead. */
const hints: Readonly<Record<string, string>> = {
  x: 'Write * to multiply.',
  X: 'Write * to multiply.',
  х: 'Write * to multiply.',
  '·': 'Write * to multiply, and . before decimals.',
  '•': 'Write * to multiply.',
  ':': 'Write / to divide.',
  '—': 'Write - to subtract.',
  '=': 'Leave out the = sign.',
  '%': 'Write 5 / 100 instead of 5 %.',
  '√': 'Write 2 ^ 0.5 instead of √2.',
  '²': 'Write 3 ^ 2 instead of 3².',
  '³': 'Write 3 ^ 3 instead of 3³.',
  ',': 'Write 1000 without a comma, and 1.5 with a point.',
  "'": 'Write 1000 without a sign between its digits.',
  '’': 'Write 1000 without a sign between its digits.',
  _: 'Write 1000 without a sign between its digits.',
  '[': 'Write ( and ).',
  '{': 'Write ( and ).',
};

/** The sign that stands at `index`, as it is written there; undefined where none does. */
export function signAt(source: string, index: number): { sign: Sign; length: number } | undefined {
  for (const length of [2, 1]) {
    const written = source.slice(index, index + length);
    if (written.length === length && Object.hasOwn(spellings, written))
      return { sign: spellings[written] as Sign, length };
  }
  return undefined;
}

export function hintFor(character: string): string | undefined {
  return Object.hasOwn(hints, character) ? hints[character] : undefined;
}
