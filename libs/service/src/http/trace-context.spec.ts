import { traceIdOf } from './trace-context';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

it.each([
  `00-${trace}-${parent}-01`,
  `00-${trace}-${parent}-00`,
  `cc-${trace}-${parent}-01-what-comes-later`,
])('%s names its trace', (header) => expect(traceIdOf(header)).toBe(trace));

it.each([
  undefined,
  '',
  'x',
  `00-${trace}-${parent}`,
  `00-${trace}-${parent}-01-more`,
  `ff-${trace}-${parent}-01`,
  `00-${trace.toUpperCase()}-${parent}-01`,
  `00-${'0'.repeat(32)}-${parent}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace}0-${parent}-01`,
  [`00-${trace}-${parent}-01`, `00-${trace}-${parent}-01`],
])('%j names none', (header) => expect(traceIdOf(header)).toBeUndefined());
