import { crc32 } from 'node:zlib';
import { eventually } from '@visits/testing/eventually';
import { type Journal, readLines, readVisits, readVolume, type JournalError } from '../src/index';
import { encodeCommit } from '../src/format/commit';
import { MAX_TORN_BYTES } from '../src/format/layout';
import { expectSound, journalOn, opened, PLACES, reached } from './harness';

const at = '2026-11-21T13:45:04.123Z';
const commit = (first: number, ...texts: string[]): string =>
  encodeCommit(texts.map((text, index) => `${at} ${first + index} ${text}`)).toString('utf8');

describe.each(PLACES)('on %s', (_, makePlace) => {
  test.each(['92', '92\n', '92\r\n', '  92 \n\n'])(
    'an integer visits.txt %j is adopted and counted on',
    async (text) => {
      const place = await makePlace();
      await place.put('visits.txt', text);
      const journal = await opened(place.mount());
      expect(await place.text('visits.txt')).toBe('92\n');
      expect(journal.status()).toMatchObject({ visits: 92, damage: [], identity: { base: 0 } });
      expect(await readVolume(place.mount())).toMatchObject({ visits: 92, state: 'ok' });
      const visit = await journal.append('next');
      expect(visit.n).toBe(93);
      await journal.close();
      await expectSound(place, { acknowledged: [visit] });
      await place.dispose();
    },
  );

  test.each(['', '\0\0\0\0'])('a visits.txt of %j is nobody’s', async (text) => {
    const place = await makePlace();
    await place.put('visits.txt', text);
    const journal = await opened(place.mount());
    expect(await place.text('visits.txt')).toBe('0\n');
    expect(await place.names()).not.toContain('visits.txt.foreign');
    await journal.close();
    await expectSound(place, { acknowledged: [] });
    await place.dispose();
  });

  test('a visits.txt that is no integer is set aside, never overwritten; other people’s files are left alone', async () => {
    const place = await makePlace();
    await place.put('visits.txt', 'seven');
    await place.put('visits.txt.foreign', 'six');
    await place.put('notes.md', 'mine');
    const journal = await opened(place.mount());
    const visit = await journal.append('a');
    await journal.close();
    expect(await place.text('visits.txt.foreign')).toBe('six');
    expect(await place.text('visits.txt.foreign.2')).toBe('seven');
    expect(await place.text('notes.md')).toBe('mine');
    await expectSound(place, { acknowledged: [visit] });
    await place.dispose();
  });

  test('another program’s visits.log stays, is reported, and is counted on behind', async () => {
    const place = await makePlace();
    const foreign = '2023-01-01 GET /\n2023-01-02 GET /';
    await place.put('visits.log', foreign);
    const journal = await opened(place.mount());
    expect(journal.status().damage).toEqual([
      { file: 'visits.log', offset: 0, length: foreign.length, detail: 'not written by the journal' },
    ]);
    const visit = await journal.append('a');
    expect(visit.n).toBe(1);
    await journal.close();
    expect(await place.text('visits.log')).toMatch(new RegExp(`^${foreign} \n.* 1 a #1:`));
    expect((await readVisits(place.mount(), { limit: 10 })).items).toEqual([visit]);
    await place.dispose();
  });

  test('a torn tail is kept aside and cut', async () => {
    const place = await makePlace();
    const whole = commit(1, 'a', 'b');
    const torn = commit(3, 'c', 'd').slice(0, -3);
    await place.put('visits.log', whole + torn);
    await place.put('visits.txt', '2\n');
    expect(await readVolume(place.mount())).toMatchObject({ visits: 2, tornBytes: torn.length, damage: [] });
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 2, tornBytes: torn.length, damage: [] });
    expect(await place.text('visits.log')).toBe(whole);
    expect(await place.text('visits.log.torn')).toBe(torn);
    expect((await journal.append('next')).n).toBe(3);
    await journal.close();
    await place.dispose();
  });

  test('what is kept of torn tails is bounded', async () => {
    const place = await makePlace();
    await place.put('visits.log.torn', 'x'.repeat(MAX_TORN_BYTES - 2));
    await place.put('visits.log', `${commit(1, 'a')}2026-`);
    const journal = await opened(place.mount());
    await journal.close();
    expect(await place.text('visits.log.torn')).toBe('2026-');
    await place.dispose();
  });

  test('a durable commit that the view does not know is counted, and reported as recovered', async () => {
    const place = await makePlace();
    await place.put('visits.log', commit(1, 'a') + commit(2, 'b', 'c'));
    await place.put('visits.txt', '1\n');
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 3, recoveredVisits: 2, updatedAt: at, damage: [] });
    expect(await place.text('visits.txt')).toBe('3\n');
    await journal.close();
    await place.dispose();
  });

  test('a view ahead of the log is damage: the count is the larger one, and nothing is cut', async () => {
    const place = await makePlace();
    const log = commit(1, 'a') + commit(2, 'b', 'c').slice(0, -20);
    await place.put('visits.log', log);
    await place.put('visits.txt', '3\n');
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 3, tornBytes: 0 });
    expect(journal.status().damage).toMatchObject([{ file: 'visits.log', offset: commit(1, 'a').length }]);
    const visit = await journal.append('d');
    expect(visit.n).toBe(4);
    await journal.close();
    expect((await place.text('visits.log'))?.startsWith(`${log} \n`)).toBe(true);
    expect(await readVolume(place.mount())).toMatchObject({ visits: 4 });
    await place.dispose();
  });

  test('a jump in the counts is reported with its place', async () => {
    const place = await makePlace();
    const first = commit(1, 'a');
    await place.put('visits.log', first + commit(5, 'e'));
    await place.put('visits.txt', '5\n');
    const journal = await opened(place.mount());
    expect(journal.status()).toMatchObject({ visits: 5, damage: [{ offset: first.length }] });
    await journal.close();
    await place.dispose();
  });

  test('a checksum that fits and lines that do not are no commit', async () => {
    const place = await makePlace();
    const body = 'forged #1:';
    await place.put('visits.log', `${body}${crc32(Buffer.from(body)).toString(16).padStart(8, '0')}\n`);
    const journal = await opened(place.mount());
    expect(journal.status().visits).toBe(0);
    await journal.close();
    await place.dispose();
  });

  test('replica.json is written once, and belongs to the volume', async () => {
    const place = await makePlace();
    const first = await opened(place.mount(), { newReplicaId: () => 'r-1' });
    const text = await place.text('replica.json');
    expect(JSON.parse(text as string)).toMatchObject({
      format: 1,
      replica: 'r-1',
      base: 0,
      pod: 'clock-0',
      claim: 'data-clock-0',
    });
    await first.close();
    const second = await opened(place.mount(), { newReplicaId: () => 'r-2' });
    expect(second.status().replica).toBe('r-1');
    await second.close();
    expect(await place.text('replica.json')).toBe(text);
    await place.dispose();
  });

  test.each([null, '', '{"format":1}', 'garbage'])(
    'beside a log, a replica.json of %j gets a new id from its count on',
    async (content) => {
      const place = await makePlace();
      await place.put('visits.log', commit(1, 'a', 'b'));
      if (content !== null) await place.put('replica.json', content);
      const journal = await opened(place.mount(), { newReplicaId: () => 'r-new' });
      expect(journal.status().identity).toMatchObject({ replica: 'r-new', base: 2 });
      if (content !== null) expect(await place.text('replica.json.foreign')).toBe(content);
      await journal.close();
      await place.dispose();
    },
  );

  test('rm LOCK while it runs: nobody else gets in, and nothing is lost', async () => {
    const place = await makePlace();
    const first = await opened(place.mount());
    const before = await first.append('before');
    await place.remove('LOCK');
    const second = journalOn(place.mount(), { holder: { pod: 'clock-0', boot: 'boot-b', claim: '' } });
    second.start();
    // Either the first takes its place again, or it gives way to the new LOCK's holder: never both.
    const [writer, waiter] = await eventually('one of them writes', 5000, async () => {
      const lock = (await place.text('LOCK')) ?? '';
      // Until its name is in the new LOCK the first is only about to notice.
      if (!/boot-[ab]/.test(lock)) return null;
      const pair = lock.includes('boot-b') ? [second, first] : [first, second];
      return pair.map((one) => one.status().state).join() === 'open,waiting' && (pair as [Journal, Journal]);
    });
    const after = await writer.append('after');
    expect(after.n).toBe(2);
    await writer.close();
    await reached(waiter, 'open');
    const last = await waiter.append('last');
    await waiter.close();
    await expectSound(place, { acknowledged: [before, after, last] });
    await place.dispose();
  });

  test.each(['visits.log', 'visits.txt'])(
    'rm %s while it runs: what is acknowledged after it is kept',
    async (name) => {
      const place = await makePlace();
      const journal = await opened(place.mount());
      await journal.append('before');
      await place.remove(name);
      const after: string[] = [];
      let unknown = 0;
      await eventually('three are acknowledged and the file is back', 5000, async () => {
        await journal.append(`after ${after.length}`).then(
          ({ text }) => after.push(text),
          ({ code }: JournalError) => (unknown += code === 'outcome-unknown' ? 1 : 0),
        );
        return after.length >= 3 && (await place.text(name)) !== null;
      });
      const { visits, damage } = journal.status();
      // Only the commit that met the removal: the view had its count already.
      expect(unknown).toBeLessThanOrEqual(name === 'visits.log' ? 1 : 0);
      expect(visits).toBe(1 + after.length + unknown);
      expect(damage.length).toBe(name === 'visits.log' ? 1 : 0);
      await journal.close();
      expect(await place.text('visits.txt')).toBe(`${visits}\n`);
      const lines: string[] = [];
      for await (const line of readLines(place.mount())) lines.push(line);
      for (const text of after) expect(lines.join('\n')).toContain(text);
      await place.dispose();
    },
  );
});
