import { done, impossible, until, waiting } from './wait';

const options = (deadlineMs = 5_000, signal = new AbortController().signal) => ({ deadlineMs, signal });

describe('a wait', () => {
  it('ends with what it waited for, and says meanwhile why it waits', async () => {
    const said: string[] = [];
    let looks = 0;
    const value = await until('three', () => (++looks === 3 ? done(looks) : waiting(`only ${looks}`)), {
      ...options(),
      onWaiting: (what, why) => said.push(`${what}: ${why}`),
    });
    expect([value, said]).toEqual([3, ['three: only 1', 'three: only 2']]);
  });

  it('ends at once where it can never come about', async () => {
    const never = until('a pod', () => impossible('its program is missing'), options());
    await expect(never).rejects.toMatchObject({
      kind: 'impossible',
      message: 'a pod: its program is missing',
    });
  });

  it('ends at its deadline, with the last reason', async () => {
    const late = until('a pod', () => waiting('it is starting'), options(40));
    await expect(late).rejects.toMatchObject({
      kind: 'late',
      message: 'a pod: not in time (it is starting)',
    });
  });

  it('ends when the run does', async () => {
    const ending = new AbortController();
    const ended = until('a pod', () => waiting('it is starting'), options(5_000, ending.signal));
    ending.abort(new Error('enough'));
    await expect(ended).rejects.toThrow();
    await expect(until('a pod', () => done(1), options(5_000, ending.signal))).rejects.toThrow('enough');
  });
});
