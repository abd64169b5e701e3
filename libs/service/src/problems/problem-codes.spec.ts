import { problemCodes } from './problem-codes';

it.each(Object.entries(problemCodes))('%s is kebab-case, no success, and says what to do', (code, known) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(known.status).toBeGreaterThanOrEqual(300);
  expect(known.detail).toMatch(/^[A-Z].*\.$/);
  expect(known.action).toMatch(/^[A-Z].*\.$/);
});
