import { asJournalError, JournalError } from './errors';
import { asReadError, ReadError } from './reading/read-error';

const failed = (code?: string, errno?: number) => Object.assign(new Error('it failed'), { code, errno });

test.each([
  ['ENOSPC', undefined, 'disk-full'],
  ['EDQUOT', undefined, 'disk-full'],
  ['UNKNOWN', -122, 'disk-full'], // what Node makes of EDQUOT
  ['UNKNOWN', -121, 'io-error'],
  ['EROFS', undefined, 'read-only'],
  ['EACCES', undefined, 'permission-denied'],
  ['EPERM', undefined, 'permission-denied'],
  ['ENOENT', undefined, 'volume-changed'],
  ['ENOTDIR', undefined, 'volume-changed'],
  ['ESTALE', undefined, 'volume-changed'],
  ['EIO', undefined, 'io-error'],
  [undefined, undefined, 'io-error'],
])('a disk call that fails with %s, errno %s, is reported as %s, with its cause', (code, errno, expected) => {
  const cause = failed(code, errno);
  const error = asJournalError(cause);
  expect(error).toMatchObject({ code: expected, cause });
  expect(error.message).toMatch(/\. \(it failed\)$/);
});

test.each([[undefined], [null], ['text'], [{}]])('whatever was thrown (%p) gets a name', (thrown) => {
  const error = asJournalError(thrown);
  expect(error).toMatchObject({ code: 'io-error', message: 'The disk failed.', cause: thrown });
});

test('an error that has a name keeps it', () => {
  const journal = new JournalError('stalled');
  expect(asJournalError(journal)).toBe(journal);
  const read = new ReadError('damaged', 'x');
  expect(asReadError(read)).toBe(read);
});

test.each([
  ['ENOENT', 'missing', 'There is no volume here. (it failed)'],
  ['EACCES', 'permission', 'The volume does not let this process write. (it failed)'],
  ['EIO', 'io-error', 'The disk failed. (it failed)'],
  ['EROFS', 'io-error', 'The volume is read-only. (it failed)'],
])('a reader that meets %s says %s', (code, expected, message) => {
  expect(asReadError(failed(code))).toMatchObject({ code: expected, message });
});
