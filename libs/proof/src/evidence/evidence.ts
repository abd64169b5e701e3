import { type Bundle } from '../bundle/bundle';
import { type Facts } from '../bundle/facts';
import { type ObservationLog } from '../bundle/observation-log';
import { APPS, type App } from '../ledger/entry';
import { type Ledger, type Visit } from '../ledger/ledger';
import { account, type Accounting } from './accounting';
import { Claim } from './claim';

/** All that the rules look at: the bundle, put together once. */
export interface Evidence {
  readonly ledger: Ledger;
  readonly facts: Facts | undefined;
  readonly observations: ObservationLog;
  readonly claims: readonly Claim[];
  readonly claimsOf: (replica: string) => readonly Claim[];
  /** A: acknowledged for good. */
  readonly acked: readonly Visit[];
  /** A by the replica of its receipt, in the order of its counts; of one count, as they were sent. */
  readonly byReplica: ReadonlyMap<string, readonly Visit[]>;
  /** Answered after a power cut began: an answer then proves nothing. */
  readonly afterCut: readonly Visit[];
  readonly unknown: readonly Visit[];
  readonly refused: readonly Visit[];
  /** What whoever judges asked for: the operands must be made of it. */
  readonly wantedChallenge: string | undefined;
  /** Lines of the ledger that repeat a text which should be unique. */
  readonly repeatedTexts: readonly number[];
  readonly accounting: Accounting;
  /** ms 0 of the ledger, since the epoch. */
  readonly startedAt: number;
}

export function gather(
  { ledger, facts, observations, claims: files }: Bundle,
  wantedChallenge?: string,
): Evidence {
  const startedAt = Date.parse(ledger.header.startedAt);
  const names = new Set([...files.keys(), ...(facts?.sets.flatMap((set) => set.claims) ?? [])]);
  const claims = [...names]
    .sort()
    .map(
      (name) =>
        new Claim(name, files.get(name) ?? { volumes: {}, truncated: [] }, startedAt, facts?.keepBytes),
    );
  const byName = new Map(claims.map((claim) => [claim.name, claim]));
  for (const { claim, replica } of observations.of('pod'))
    if (claim && replica) byName.get(claim)?.ids.add(replica);
  knowByPod(claims);
  const holders = new Map<string, Claim[]>();
  for (const claim of claims)
    for (const id of claim.ids) holders.set(id, [...(holders.get(id) ?? []), claim]);
  const claimsOf = (replica: string): readonly Claim[] => holders.get(replica) ?? [];

  const { byText, repeatedTexts } = indexTexts(ledger);
  const cuts = observations.of('disruption').filter(({ how }) => how === 'power');
  const isAfterCut = (visit: Visit): boolean =>
    cuts.some(
      ({ ms, boot, replica }) =>
        visit.answeredMs! >= ms - (facts?.clockErrorMs ?? 0) &&
        (boot ? visit.receipt!.boot === boot : replica === undefined || visit.receipt!.replica === replica),
    );
  const answered = ledger.visits.filter(({ outcome }) => outcome === 'acked');
  const acked = cuts.length === 0 ? answered : answered.filter((visit) => !isAfterCut(visit));
  const afterCut = cuts.length === 0 ? [] : answered.filter(isAfterCut);
  const unknown = ledger.visits.filter(({ outcome }) => outcome === 'unknown');
  nameApps(claims, { answered, byText, claimsOf, observations, facts });
  const books = { acked, afterCut, unknown, byText, claims, claimsOf, startedAt };
  return {
    ledger,
    facts,
    observations,
    claims,
    claimsOf,
    acked,
    byReplica: groupByReplica(acked),
    afterCut,
    unknown,
    refused: ledger.visits.filter(({ outcome }) => outcome === 'refused'),
    wantedChallenge,
    repeatedTexts,
    accounting: account(books),
    startedAt,
  };
}

function groupByReplica(acked: readonly Visit[]): Map<string, Visit[]> {
  const groups = new Map<string, Visit[]>();
  for (const visit of acked) {
    const held = groups.get(visit.receipt!.replica);
    if (held) held.push(visit);
    else groups.set(visit.receipt!.replica, [visit]);
  }
  for (const visits of groups.values()) visits.sort((a, b) => a.receipt!.n - b.receipt!.n);
  return groups;
}

/** A volume that lost its files no longer says who it was; its siblings still know which pod had that id. */
function knowByPod(claims: readonly Claim[]): void {
  const byPod = new Map(claims.flatMap((claim) => podsOf(claim).map((pod) => [pod, claim] as const)));
  const known = new Set(claims.flatMap(({ ids }) => [...ids]));
  for (const { before, after } of claims)
    for (const peers of [before?.peers, after?.peers])
      for (const [id, { pod }] of peers?.replicas ?? [])
        if (!known.has(id) && pod !== undefined) byPod.get(pod)?.ids.add(id);
}

function podsOf({ before, after }: Claim): string[] {
  return [before?.replica?.pod, after?.replica?.pod].filter((pod) => pod !== undefined);
}

function indexTexts(ledger: Ledger): { byText: Map<string, Visit>; repeatedTexts: number[] } {
  const byText = new Map<string, Visit>();
  const repeatedTexts: number[] = [];
  for (const visit of ledger.visits) {
    if (visit.text === undefined) continue;
    if (byText.has(visit.text)) repeatedTexts.push(visit.line);
    else byText.set(visit.text, visit);
  }
  return { byText, repeatedTexts };
}

/** Which service a claim belongs to: said by the run, or shown by what was acknowledged or stands on it. */
function nameApps(
  claims: readonly Claim[],
  from: {
    answered: readonly Visit[];
    byText: ReadonlyMap<string, Visit>;
    claimsOf: Evidence['claimsOf'];
    observations: ObservationLog;
    facts: Facts | undefined;
  },
): void {
  const said = new Map<string, App>();
  for (const { app, claim } of from.observations.of('pod')) if (claim) said.set(claim, app);
  for (const { app, claim } of from.observations.of('read')) said.set(claim, app);
  for (const { app, claims: names } of from.facts?.sets ?? []) for (const name of names) said.set(name, app);
  const shown = new Map<Claim, App>();
  for (const { receipt, app } of from.answered)
    for (const claim of from.claimsOf(receipt!.replica)) if (!shown.has(claim)) shown.set(claim, app);
  const used = APPS.filter((app) => from.answered.some((visit) => visit.app === app));
  for (const claim of claims) {
    const text = (): App | undefined =>
      claim.lines.some((line) => from.byText.has(line.text.split(' = ')[0]!)) ? 'calculator' : undefined;
    claim.app =
      said.get(claim.name) ?? shown.get(claim) ?? text() ?? (used.length === 1 ? used[0] : undefined);
  }
}
