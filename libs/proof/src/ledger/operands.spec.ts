import { expression, operands } from './operands';

const source = { challenge: '', run: 'r', client: 'c', seq: 1 };

describe('operands', () => {
  it('are decimal integers of at most 15 digits without a leading 0, and never meet', () => {
    const seen = new Set<string>();
    for (let seq = 1; seq <= 10_000; seq++) {
      for (const operand of operands({ ...source, seq })) expect(operand).toMatch(/^[1-9]\d{0,14}$/);
      seen.add(expression({ ...source, seq }));
    }
    expect(seen.size).toBe(10_000);
  });

  it.each(['challenge', 'run', 'client'] as const)('are others for another %s', (field) => {
    expect(operands({ ...source, [field]: 'x' })).not.toEqual(operands(source));
    expect(operands({ ...source })).toEqual(operands(source));
  });
});
