import { quantity } from './quantity';

it.each([
  ['10M', 10_000_000],
  ['32Mi', 33_554_432],
  ['1Gi', 1_073_741_824],
  ['50m', 0.05],
  ['1.5k', 1500],
  [64, 64],
])('%s is %d', (text, value) => {
  expect(quantity(text)).toBe(value);
});

it.each(['192Mx', '', '-1', 'Mi', undefined])('%s is no quantity', (text) => {
  expect(quantity(text)).toBeNaN();
});
