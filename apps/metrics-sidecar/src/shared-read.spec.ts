import { SharedRead } from './shared-read';

describe('SharedRead', () => {
  it('gives two parallel callers one read, and the next caller a new one', async () => {
    let reads = 0;
    const shared = new SharedRead(async () => (reads += 1), 1000);
    expect(await Promise.all([shared.take(), shared.take()])).toEqual([1, 1]);
    expect(await shared.take()).toBe(2);
  });

  it('gives up on a read that hangs, does not start another beside it, and recovers after it', async () => {
    const waiting: ((value: string) => void)[] = [];
    const shared = new SharedRead(() => new Promise<string>((resolve) => waiting.push(resolve)), 20);
    await expect(shared.take()).rejects.toMatchObject({ code: 'timeout' });
    await expect(shared.take()).rejects.toMatchObject({ code: 'timeout' });
    expect(waiting).toHaveLength(1);
    waiting[0]!('late');
    await new Promise(setImmediate);
    const fresh = shared.take();
    waiting[1]!('fresh');
    expect(await fresh).toBe('fresh');
  });

  it('passes a failure to everybody who shares it and forgets it', async () => {
    let sick = true;
    const shared = new SharedRead(async () => {
      if (sick) throw Object.assign(new Error('sick'), { code: 'io-error' });
      return 'well';
    }, 1000);
    const both = await Promise.allSettled([shared.take(), shared.take()]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    sick = false;
    expect(await shared.take()).toBe('well');
  });
});
