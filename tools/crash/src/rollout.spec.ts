import { eventually } from '@visits/testing/eventually';
import { freePort } from '@visits/testing/free-port';
import { innocent, Ledger } from '@visits/testing/ledger';
import { Pod } from '@visits/testing/pod';
import { cleansUp, volume } from './fixture';
import { Load } from './load';

cleansUp();

const PATIENCE_MS = 60_000;
/** A machine with other work makes a sibling late, which is a reason to warn: such a rollout says nothing. */
const ATTEMPTS = 4;

interface Member {
  readonly app: Pod;
  readonly sidecar: Pod;
  readonly dataDir: string;
}

interface LogLine {
  readonly level?: string;
  readonly reason?: string;
  readonly msg?: string;
}

/** Pods of one set, each an app and its sidecar, that log what is of level warn or above. */
async function setOf(size: number): Promise<Member[]> {
  const ports = await Promise.all(Array.from({ length: size }, () => freePort()));
  const env = { LOG_LEVEL: 'warn', PEERS: ports.map((port) => `http://127.0.0.1:${port}`).join(',') };
  const members = await Promise.all(
    ports.map(async (port, ordinal) => {
      const dataDir = volume();
      const name = `clock-${ordinal}`;
      const app = await Pod.of({ dataDir, name, port, env });
      const own = { LOG_LEVEL: 'warn', ADMIN_PORT: `${app.adminPort}` };
      const sidecar = await Pod.of({ dataDir, name, program: 'metrics-sidecar', env: own });
      return { app, sidecar, dataDir };
    }),
  );
  await allKnowEachOther(members);
  return members;
}

/** Each has heard from all others, so that whatever it has to say of one is said. */
async function allKnowEachOther(members: readonly Member[]): Promise<void> {
  for (const { app, sidecar } of members) {
    await app.ready(PATIENCE_MS);
    await sidecar.answers('/healthz');
    await eventually(`${app.name} knows the total exactly`, PATIENCE_MS, async () => {
      const response = await app.get('/total');
      const { exact, replicas } = (await response.json()) as { exact?: boolean; replicas?: unknown[] };
      return exact === true && replicas?.length === members.length;
    });
  }
}

/** What the kubelet does to each pod of a set, the last one first: the sidecar ends behind the app, and starts before it. */
async function rollOut(members: readonly Member[]): Promise<void> {
  for (const { app, sidecar } of members.toReversed()) {
    expect(await app.end('SIGTERM')).toMatchObject({ code: 0 });
    await (await sidecar.get('/metrics')).text();
    expect(await sidecar.end('SIGTERM')).toMatchObject({ code: 0 });
    sidecar.start();
    await sidecar.answers('/healthz');
    await (await sidecar.get('/metrics')).text();
    app.start();
    await app.ready(PATIENCE_MS);
  }
  await allKnowEachOther(members);
}

const processesOf = (members: readonly Member[]): Pod[] =>
  members.flatMap(({ app, sidecar }) => [app, sidecar]);

function linesOf({ output }: Pod): LogLine[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

it('a set is rolled out pod by pod under load: neither the pods that stop nor their siblings log a warning', async () => {
  const members = await setOf(3);
  const visitors = members.map(({ app, dataDir }) => {
    const ledger = new Ledger();
    return {
      dataDir,
      ledger,
      load: new Load({ url: app.url, connections: 2, ledger, resetIsRefusal: true }),
    };
  });
  const warnings: LogLine[][] = [];
  do {
    for (const pod of processesOf(members)) pod.output = '';
    await rollOut(members);
    warnings.push(processesOf(members).flatMap(linesOf));
  } while (warnings.length < ATTEMPTS && isOfABusyMachine(warnings.at(-1)!));
  expect(warnings.at(-1)).toEqual([]);
  for (const { dataDir, ledger, load } of visitors) {
    await load.stop();
    expect(ledger.judge(dataDir)).toEqual(innocent);
  }
}, 600_000);

/** Pods that stop or start refuse a connection, reset one, or are somebody else; they are never only late. */
const isOfABusyMachine = (lines: readonly LogLine[]): boolean =>
  lines.length > 0 && lines.every(({ reason, msg }) => reason === 'timeout' || msg?.includes('(timeout)'));

it('a pod that is killed is a reason to warn, for its siblings and for itself', async () => {
  const members = await setOf(2);
  const [first, second] = members as [Member, Member];
  for (const pod of processesOf(members)) pod.output = '';
  await second.app.end('SIGKILL');
  await eventually('its sibling warns', PATIENCE_MS, () =>
    linesOf(first.app).some(({ level, msg }) => level === 'warn' && msg === 'sibling does not answer as one'),
  );
  second.app.start();
  await second.app.ready(PATIENCE_MS);
  await eventually('it warns itself', PATIENCE_MS, () =>
    linesOf(second.app).some(({ level, msg }) => level === 'warn' && msg === 'the last boot ended uncleanly'),
  );
});
