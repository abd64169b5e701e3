import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Ledger, type Receipt } from '@visits/testing/ledger';
import { spawnKubectl } from './kubectl';
import { type Namespace } from './namespace';
import { runPod } from './own-pod';

export interface Plan {
  /** As seen from inside the namespace, for example `http://clock:8080/`. */
  readonly url: string;
  readonly visitors: number;
  /** Between an answer and the next question. */
  readonly pauseMs?: number;
  /** Without it every visit has a connection of its own, so that a Service chooses a pod each time. */
  readonly keepAlive?: boolean;
}

interface Report {
  /** Which of the script's visits, and when, by its own clock. */
  readonly visit: number;
  readonly ms: number;
  readonly sent?: true;
  readonly status?: number;
  readonly receipt?: Receipt;
  readonly pod?: string;
  readonly code?: string;
  readonly failed?: string;
  readonly at?: string;
}

const script = readFileSync(fileURLToPath(new URL('../inside/load.mjs', import.meta.url)), 'utf8');

/** Load from inside the cluster, by a pod of its own. */
export class Visitors {
  readonly ledger = new Ledger();
  /** Whatever was not a counted visit: no answer, or another status than 200. */
  readonly failures: Report[] = [];
  readonly byPod = new Map<string, number>();
  private static readonly here = new Set<Visitors>();
  private readonly underWay = new Map<number, number>();
  private readonly child;
  private readonly closed;

  private constructor(namespace: Namespace, plan: Plan) {
    const command = [
      'node',
      '--input-type=module',
      '-e',
      script,
      JSON.stringify({ pauseMs: 0, keepAlive: false, ...plan }),
    ];
    this.child = spawnKubectl(['-n', namespace.name, 'exec', '-i', 'visitors', '--', ...command]);
    this.closed = once(this.child, 'close') as Promise<[number]>;
    this.child.stderr.on('data', (chunk) => process.stderr.write(chunk));
    createInterface(this.child.stdout).on('line', (line) => this.read(line));
    Visitors.here.add(this);
    void this.closed.then(() => Visitors.here.delete(this));
  }

  /** Those of a check that failed visit on into the next one. */
  static async leaveAll(): Promise<void> {
    await Promise.allSettled([...Visitors.here].map((visitors) => visitors.leave()));
  }

  /** Once in a namespace; then any number of plans, one after the other or together. */
  static async arrive(namespace: Namespace): Promise<(plan: Plan) => Visitors> {
    await runPod(namespace, 'visitors', { command: ['tail', '-f', '/dev/null'] });
    return (plan) => new Visitors(namespace, plan);
  }

  /** No new visits; resolves when the last one is answered. */
  async leave(): Promise<void> {
    this.child.stdin.end();
    const [code] = await this.closed;
    if (code !== 0) throw new Error(`the visitors' pod ended with exit ${code}`);
  }

  private read(line: string): void {
    const report = JSON.parse(line) as Report | { startedAt: string };
    if ('startedAt' in report) return this.ledger.startedAt(new Date(report.startedAt));
    if (report.sent) this.underWay.set(report.visit, this.ledger.send('service', report.ms));
    else this.take(report, this.underWay.get(report.visit)!);
  }

  private take(report: Report, seq: number): void {
    if (report.status === 200 && report.receipt) {
      this.ledger.acked(seq, report.receipt, report.ms);
      this.byPod.set(report.pod!, (this.byPod.get(report.pod!) ?? 0) + 1);
      return;
    }
    this.failures.push(report);
    const code = report.code ?? report.failed ?? '-';
    if (
      report.failed === 'ECONNREFUSED' ||
      (report.status !== undefined && report.code !== 'outcome-unknown')
    )
      this.ledger.refuse(seq, code, report.ms);
    else this.ledger.unknown(seq, code, report.ms);
  }
}
