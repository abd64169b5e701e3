import { problemCodes } from './problem-codes';

it.each(Object.entries(problemCodes))('%s is kebab-case, an error, and says what to do', (code, known) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(known.status).toBeGreaterThanOrEqual(400);
  expect(known.detail).toMatch(/^[A-Z].*\.$/);
  expect(known.action).toMatch(/^[A-Z].*\.$/);
});
