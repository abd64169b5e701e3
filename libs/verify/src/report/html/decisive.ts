import { FINDING_CODES, type Finding, type Report, type ScenarioReport } from '@visits/proof';
import { counted, laneName, plain, seconds, whole } from './markup';

const MOST_VOLUMES = 8;

/** A finding with the scenario that answers for it, and where on the page it is. */
export interface Located {
  readonly finding: Finding;
  readonly scenario: ScenarioReport;
  readonly id: string;
}

export function idOf(scenario: number, finding: number): string {
  return `finding-${scenario + 1}-${finding + 1}`;
}

/** All that convicts, the decisive one first: a lost visit says more than what follows from it. */
export function violationsOf(report: Report): Located[] {
  return findingsOf(report, 'violated').sort(
    (a, b) =>
      FINDING_CODES.indexOf(a.finding.code) - FINDING_CODES.indexOf(b.finding.code) ||
      (a.finding.ms ?? Infinity) - (b.finding.ms ?? Infinity) ||
      0,
  );
}

export function findingsOf({ scenarios }: Report, severity: Finding['severity']): Located[] {
  return scenarios.flatMap((scenario, i) =>
    scenario.findings.flatMap((finding, j) =>
      finding.severity === severity ? [{ finding, scenario, id: idOf(i, j) }] : [],
    ),
  );
}

/** On a wall clock, or null where the ledger's header has no time. */
export function momentOf({ run }: Report, ms: number): string | null {
  const at = new Date(Date.parse(run.startedAt) + ms);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** What was played then; null where the finding is of that scenario itself. */
export function scenarioAt({ scenarios }: Report, { finding, scenario }: Located): string | null {
  const { ms } = finding;
  if (ms === null || scenario.name !== 'run') return null;
  const played = scenarios.find(
    ({ name, fromMs, tookMs }) =>
      name !== 'run' && fromMs !== null && tookMs !== null && fromMs <= ms && ms <= fromMs + tookMs,
  );
  return played?.name ?? null;
}

/** What had just been done to the pod: what was acknowledged before it is gone, or came wrong after it. */
export function disruptionOf(report: Report, { replica, ms }: Finding): string | null {
  if (ms === null) return null;
  const all = report.scenarios.flatMap(({ exposure }) => exposure.hits);
  const volume = volumeOf(report, replica);
  if (!volume) return null;
  const hit = disruptionNear(all, laneName(volume), ms);
  if (!hit) return all.length > 0 && all.every((one) => one.ms > ms) ? 'none before it' : null;
  const shownBy = hit.shownBy === null ? 'which nothing shows' : `shown by ${plain(hit.shownBy, 80)}`;
  return `${plain(hit.how, 40)} of ${plain(hit.pod, 40)} at ${seconds(hit.ms)}, ${shownBy}; its last answer came at ${seconds(hit.deathMs)}`;
}

export function volumeOf({ replicas }: Report, replica: string | null) {
  return replicas.find((one) => one.replica !== null && one.replica === replica);
}

function disruptionNear<T extends { pod: string; deathMs: number }>(
  all: readonly T[],
  pod: string,
  ms: number,
) {
  const far = ({ deathMs }: T) => Math.abs(deathMs - ms);
  return all.filter((hit) => hit.pod === pod).sort((a, b) => far(a) - far(b))[0];
}

/** How much of what was acknowledged is not where its receipt says, or that all of it is. */
export function extentOf({ replicas }: Report): string {
  const short = replicas.filter(({ acked, stored }) => stored < acked);
  if (short.length > 0)
    return `${short
      .slice(0, MOST_VOLUMES)
      .map(
        (one) =>
          `${laneName(one)} lacks ${whole(one.acked - one.stored)} of ${counted(one.acked, 'acknowledged visit')}`,
      )
      .join(', ')}${short.length > MOST_VOLUMES ? ', …' : ''}`;
  const acked = replicas.reduce((sum, one) => sum + one.acked, 0);
  return acked === 0
    ? 'no receipt names a volume'
    : `no visit is lost, all ${counted(acked, 'acknowledged visit')} are on their volumes`;
}
