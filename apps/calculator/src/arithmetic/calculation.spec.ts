import fc from 'fast-check';
import { ArithmeticError } from './arithmetic-error';
import { calculate, operationOf, read } from './calculation';
import { maxDepth } from './expression';

const solve = (source: string) => calculate(read(source)).result;

function failure(source: string): ArithmeticError {
  try {
    calculate(read(source));
  } catch (error) {
    if (error instanceof ArithmeticError) return error;
    throw error;
  }
  throw new Error(`${source} has a result`);
}

describe('results', () => {
  it.each([
    ['3 + 4', '7'],
    ['0.1 + 0.2', '0.3'],
    ['1 - 2 - 3', '-4'],
    ['8 / 4 / 2', '1'],
    ['2 + 3 * 4', '14'],
    ['(2 + 3) * 4', '20'],
    ['2 ^ 3 ^ 2', '512'],
    ['(2 ^ 3) ^ 2', '64'],
    ['-2 ^ 2', '-4'],
    ['(-2) ^ 2', '4'],
    ['2 ^ -2', '0.25'],
    ['2 ^ -2 ^ 2', '0.0625'],
    ['--3', '3'],
    ['2 - -3', '5'],
    ['-3 * -4', '12'],
    ['1 / 3', '0.3333333333333333333333333333333333'],
    ['2 / 3', '0.6666666666666666666666666666666667'],
    ['2 ^ 0.5', '1.414213562373095048801688724209698'],
    ['2 ^ 100', '1267650600228229401496703205376'],
    ['0 ^ 0', '1'],
    ['0 ^ 5', '0'],
    ['(-1) ^ 99999999999999999999', '-1'],
    ['1 ^ 0.5', '1'],
    ['0 - 0', '0'],
    ['-0', '0'],
    ['0 * -5', '0'],
    ['.5 + 7.', '7.5'],
    ['1e3 + 1E-2', '1000.01'],
    ['9.999e6144', '9.999e+6144'],
    ['6 × 7 ÷ 2 − 1', '20'],
    ['5 – 3', '2'],
    ['6 ∗ 7 ⋅ 2 ∕ 4 ⁄ 3 ‑ 1', '6'],
    ['2 ** 3 ** 2', '512'],
    ['3 + 4\n', '7'],
    ['\r\n3\r\n+\u00a04\u2009', '7'],
    ['2,5 + 0,125', '2.625'],
    ['0,5', '0.5'],
    ['1234,567', '1234.567'],
    ['1,234,567', '1234567'],
    ['1,234.5', '1234.5'],
    ['1.234,5', '1234.5'],
    ['1.234.567,5', '1234567.5'],
    ['1,5e3', '1500'],
    ['10 ^ 33', '1000000000000000000000000000000000'],
    ['10 ^ 34', '1e+34'],
    ['12345678901234567890123456789012345678', '1.234567890123456789012345678901235e+37'],
  ])('%s = %s', (source, result) => expect(solve(source)).toBe(result));

  it('is recorded with one space around each operator', () => {
    expect(calculate(read('3+4')).text).toBe('3 + 4 = 7');
    expect(calculate(read('  -( 2\t*3 )^2 ')).text).toBe('-(2 * 3) ^ 2 = -36');
    expect(calculate(read('7')).text).toBe('7 = 7');
  });

  it('names the outermost operation', () => {
    const names = ['1+2*3', '2*(1-1)', '(3-1)', '-1', '2^2', '1/2', '5'].map((source) =>
      operationOf(read(source)),
    );
    expect(names).toEqual(['add', 'multiply', 'subtract', 'negate', 'power', 'divide', 'number']);
  });
});

describe('refusals', () => {
  it.each([
    ['', 'expression-empty', undefined],
    [' \t', 'expression-empty', undefined],
    ['3 +', 'expression-invalid', 4],
    ['3 4', 'expression-invalid', 3],
    ['* 3', 'expression-invalid', 1],
    ['+ 3', 'expression-invalid', 1],
    ['(3', 'expression-invalid', 3],
    ['3)', 'expression-invalid', 2],
    ['()', 'expression-invalid', 2],
    ['1.2.3', 'expression-invalid', 4],
    ['0x10', 'expression-invalid', 2],
    ['1,234', 'expression-invalid', 1],
    ['3 + 1,234', 'expression-invalid', 5],
    ['1,2,3', 'expression-invalid', 2],
    ['1,23.4', 'expression-invalid', 2],
    ['3 * * 4', 'expression-invalid', 5],
    ['3 + 4,', 'expression-invalid', 6],
    ['3 + x', 'expression-invalid', 5],
    ['constructor', 'expression-invalid', 1],
    ['1 #1:deadbeef', 'expression-invalid', 3],
    ['1 / 0', 'division-by-zero', undefined],
    ['1 / (2 - 2)', 'division-by-zero', undefined],
    ['0 ^ -1', 'division-by-zero', undefined],
    ['(-8) ^ (1 / 3)', 'power-undefined', undefined],
    ['9e6144 * 10', 'overflow', undefined],
    ['1e99999', 'overflow', undefined],
    ['9 ^ 9 ^ 9 ^ 9', 'overflow', undefined],
    ['1e-99999', 'underflow', undefined],
    ['1e-6000 / 1e6000', 'underflow', undefined],
    ['2 ^ -1e9', 'underflow', undefined],
    ['1'.repeat(257), 'expression-too-long', undefined],
    [Array(120).fill('1').join('+'), 'expression-too-long', undefined],
    ['('.repeat(10_000), 'expression-too-long', undefined],
    ['('.repeat(maxDepth + 1) + '1' + ')'.repeat(maxDepth + 1), 'expression-too-deep', maxDepth + 1],
    [`${'-'.repeat(maxDepth + 1)}1`, 'expression-too-deep', undefined],
    [Array(70).fill('1').join('^'), 'expression-too-deep', undefined],
  ])('%s → %s', (source, code, position) => {
    const error = failure(source);
    expect(error.code).toBe(code);
    if (position !== undefined) expect(error.position).toBe(position);
    expect(error.action).toMatch(/\.$/);
  });

  it.each([
    ['3 x 4', 'Write * to multiply.'],
    ['3 : 4', 'Write / to divide.'],
    ['5 — 3', 'Write - to subtract.'],
    ['3 + 4 =', 'Leave out the = sign.'],
    ['5 %', 'Write 5 / 100 instead of 5 %.'],
    ['3²', 'Write 3 ^ 2 instead of 3².'],
    ['1,234', 'Write 1234 or 1.234.'],
    ['1,2,3', 'Write 1000 without a comma, and 1.5 with a point.'],
    ['1 000 + 1', 'Write an operator between two numbers, and 1000 without a space.'],
    ['(1 000)', 'Write an operator between two numbers, and 1000 without a space.'],
  ])('%s: says what to type', (source, action) => expect(failure(source).action).toBe(action));

  it('is recorded as it was understood', () => {
    expect(calculate(read('2,5 – 1,234.5\n')).text).toBe('2.5 - 1234.5 = -1232');
  });

  it('never repeats what a terminal would obey', () => {
    for (const source of ['1\u001b[31m', '1\u0008', '1\u0000', '1\u202e', '1\u007f'])
      expect(failure(source).message).toMatch(/^[\x20-\x7e]*U\+[0-9A-F]{4}[\x20-\x7e]*$/);
  });
});

describe('properties', () => {
  const small = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n });
  const operator = fc.constantFrom('+', '-', '*');
  const exact = (a: bigint, sign: string, b: bigint) => (sign === '+' ? a + b : sign === '-' ? a - b : a * b);
  const typed = (n: bigint) => (n < 0n ? `(${n})` : String(n));

  it('agrees with BigInt on whole numbers', () => {
    fc.assert(
      fc.property(small, operator, small, (a, sign, b) => {
        expect(solve(`${typed(a)} ${sign} ${typed(b)}`)).toBe(String(exact(a, sign, b)));
      }),
    );
  });

  it('reads from the left, * before +', () => {
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(solve(`${typed(a)} - ${typed(b)} - ${typed(c)}`)).toBe(String(a - b - c));
        expect(solve(`${typed(a)} + ${typed(b)} * ${typed(c)}`)).toBe(String(a + b * c));
      }),
    );
  });

  it('powers agree with BigInt while they fit into 34 digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -99n, max: 99n }), fc.integer({ min: 0, max: 16 }), (a, n) => {
        expect(solve(`${typed(a)} ^ ${n}`)).toBe(String(a ** BigInt(n)));
      }),
    );
  });

  it('a printed result, typed again, is itself', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 1, max: 999 }),
        (x, y) => {
          const result = solve(`${x} / ${y}`.replace(/^-/, '-'));
          expect(solve(result)).toBe(result);
        },
      ),
    );
  });

  it('a printed expression, read again, prints and calculates the same', () => {
    const tree: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>((tie) => ({
      leaf: fc.nat(999).map(String),
      node: fc.oneof(
        { maxDepth: 3 },
        tie('leaf'),
        tie('node').map((inner) => `-${inner}`),
        tie('node').map((inner) => `(${inner})`),
        fc
          .tuple(tie('node'), fc.constantFrom('+', '-', '*', '/', '^'), tie('node'))
          .map((parts) => parts.join('')),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (source) => {
        let first;
        try {
          first = calculate(read(source));
        } catch (error) {
          if (error instanceof ArithmeticError) return;
          throw error;
        }
        expect(calculate(read(first.expression))).toEqual(first);
      }),
    );
  });

  it('any text has a result or a coded refusal, fast, and fits a line of the log', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.e+-*/^() ^^9'), maxLength: 60 });
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (source) => {
        const before = process.cpuUsage();
        try {
          expect(Buffer.byteLength(calculate(read(source)).text)).toBeLessThanOrEqual(512);
        } catch (error) {
          if (!(error instanceof ArithmeticError)) throw error;
        }
        // Far above what one needs, far below what would hold up the others; the time of others is not its own.
        const { user, system } = process.cpuUsage(before);
        expect((user + system) / 1000).toBeLessThan(250);
      }),
      { numRuns: 2000 },
    );
  });
});
