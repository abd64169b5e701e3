import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseLedger } from '@visits/proof';
import { freePort } from '@visits/testing/free-port';
import { CountingService } from '../../test/counting-service';
import type { Seen } from '../bundle/observations';
import { done, until, waiting } from '../wait';
import { RunClock } from '../run-clock';
import type { Door } from '../writer/visits';
import { RemoteLoad } from './remote-load';
import type { Remote, RemoteWriter } from './remote';
import { runWriter } from './writer-process';

const WAIT = { deadlineMs: 20_000, signal: new AbortController().signal };

/** A writer's process on this machine. */
class SocketRemote implements Remote {
  readonly stop = new AbortController();
  ended = Promise.resolve();
  channel: Socket | undefined;
  attached = 0;
  goneBecause: string | undefined;
  /** Nobody listens yet. */
  early = 1;
  readonly dir = mkdtempSync(join(tmpdir(), 'visits-writer-'));

  /** By a port of this machine where there is one, else by its socket. */
  constructor(private readonly port?: number) {}

  async start(): Promise<RemoteWriter> {
    const { dir, port } = this;
    const options = { dir, port, run: 'r', seed: 's', challenge: '', rate: 50, forMs: 60_000 };
    this.ended = runWriter(options, this.stop.signal);
    const socket = join(dir, 'writer.sock');
    await until('its socket', () => (existsSync(socket) ? done(undefined) : waiting('not there')), WAIT);
    return {
      attach: async () => {
        if (this.early-- > 0) throw new Error('ECONNREFUSED');
        this.attached++;
        const socket = (this.channel = port ? connect(port) : connect(join(dir, 'writer.sock')));
        await once(socket, 'connect');
        socket.setEncoding('utf8');
        return {
          send: (text) => void socket.write(text),
          onText: (hear) => void socket.on('data', hear),
          closed: once(socket, 'close'),
          close: () => void socket.destroy(),
        };
      },
      gone: async () => this.goneBecause,
      salvage: async () => null,
      end: async () => undefined,
    };
  }

  emptyLedger(): Uint8Array {
    return Buffer.from('visits-ledger 1 r s 2026-01-01T00:00:00.000Z\n');
  }
}

describe.each(['a socket', 'a port'])('a writer elsewhere, reached by %s', (by) => {
  const service = new CountingService();
  let door: Door;
  let remote: SocketRemote;
  let load: RemoteLoad;
  let clock: RunClock;
  let isClosed: boolean;
  let seen: Seen[];
  let ledgerPath: string;

  beforeEach(async () => {
    door = await service.listen();
    service.visits = 0;
    service.answerMs = 0;
    remote = new SocketRemote(by === 'a port' ? await freePort() : undefined);
    seen = [];
    ledgerPath = join(remote.dir, `${randomUUID()}.log`);
    isClosed = false;
    clock = RunClock.unbound();
    load = new RemoteLoad({ clock, ledgerPath, remote: () => remote, see: (one) => seen.push(one) });
    await load.open([door, { ...door, target: 'service' }]);
  });

  const close = async (): Promise<void> => {
    isClosed = true;
    await load.close();
  };

  afterEach(async () => {
    // Of a test that failed: its questions would keep Jest waiting for ever.
    if (!isClosed) await close();
    remote.stop.abort();
    await remote.ended;
    service.close();
    rmSync(remote.dir, { recursive: true, force: true });
  });

  it('makes the load, and hands over a ledger that holds each visit of it', async () => {
    load.start();
    load.full();
    await until('visits', () => (load.ackedLately(door) > 2 ? done(undefined) : waiting('few')), WAIT);
    expect(seen.filter(({ kind }) => kind === 'gap')).toEqual([]);
    const outcome = await load.visit('x', door);
    expect(outcome).toMatchObject({ kind: 'acked', replica: 'r1', boot: 'b1' });
    // More than comes over in one answer.
    const detail = 'long '.repeat(120_000).trim();
    load.mark('kill', 'begin', detail);
    await load.stop();
    expect(await load.ask({ ...door, method: 'GET', path: '/visits', timeoutMs: 1_000 })).toMatchObject({
      status: 200,
    });
    await close();
    const ledger = parseLedger(readFileSync(ledgerPath));
    expect(ledger.sealed).toBe(true);
    expect(ledger.visits).toHaveLength(service.visits);
    expect(ledger.marks).toMatchObject([{ scenario: 'kill', word: 'begin', detail }]);
    expect(load.clockErrorMs).toBeGreaterThan(0);
    expect(load.clockErrorMs).toBeLessThan(1_000);
  });

  it('is attached to again, and carries no command out twice', async () => {
    service.answerMs = 1_500;
    const visit = load.visit('x', door);
    // What was heard until then was not missed.
    await pause(1_000);
    await until('the visit', () => (service.visits === 1 ? done(undefined) : waiting('none')), WAIT);
    const met = await load.metBy({ app: 'clock', pod: 'clock-0', boot: 'b1', ms: clock.ms, cut: false });
    expect(met).toEqual({ ackedBefore: 0, inFlight: 0, ackedAfter: 0 });
    const brokenMs = clock.ms;
    remote.channel?.destroy();
    expect(await visit).toMatchObject({ kind: 'acked' });
    expect(service.visits).toBe(1);
    expect(remote.attached).toBe(2);
    const [gap] = seen.filter(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ what: 'writer', startMs: expect.closeTo(brokenMs, -3) as number });
    await close();
  });

  it('that is gone is said, and leaves a ledger that counts as cut', async () => {
    remote.goneBecause = 'its pod was deleted';
    remote.channel?.destroy();
    await expect(load.visit('x', door)).rejects.toThrow('its pod was deleted');
    expect(load.lost.aborted).toBe(true);
    await close();
    expect(parseLedger(readFileSync(ledgerPath)).sealed).toBe(false);
  });
});
