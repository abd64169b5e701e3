import { z } from 'zod';
import { factsSchema } from '../bundle/facts';
import { FINDING_CODES, type FindingCode } from '../findings/registry';
import { APPS } from '../ledger/entry';

export const REPORT_SCHEMA = 1;

export const VERDICTS = ['held', 'violated', 'undecided', 'skipped'] as const;

const app = z.enum(APPS);
const count = z.number().int().nonnegative();
const ms = z.number().nullable().describe('on the ledger’s clock; null where it is not known');
const code = z.enum(FINDING_CODES as [FindingCode, ...FindingCode[]]);

export const findingSchema = z.object({
  code,
  severity: z.enum(['violated', 'undecided', 'warning']),
  title: z.string(),
  message: z.string().describe('the first instance'),
  count: count.describe('how many instances there are'),
  ms,
  replica: z.string().nullable(),
  evidence: z.array(z.string()).describe('file#line, the decisive one first'),
  /** The requests within two seconds of the first instance of a violation. */
  around: z.array(
    z.object({
      seq: count,
      line: count,
      app,
      target: z.string(),
      sentMs: z.number(),
      answeredMs: ms,
      outcome: z.enum(['acked', 'refused', 'unknown']),
      n: count.nullable(),
      decisive: z.boolean(),
    }),
  ),
  cause: z.string(),
  look: z.string(),
  fix: z.string(),
});

const hitSchema = z.object({
  pod: z.string(),
  how: z.string(),
  boot: z.string().nullable(),
  shownBy: z.string().nullable(),
  ms: z.number().describe('when the disruption was requested'),
  deathMs: z.number().describe('the last answer of that process'),
  ackedBefore: count,
  inFlight: count,
  ackedAfter: count,
});

const latencySchema = z.object({ count, p50: z.number(), p99: z.number(), max: z.number() }).nullable();

export const scenarioSchema = z.object({
  name: z.string(),
  category: z.enum(['run', 'read', 'write', 'disturb', 'hazard']),
  title: z.string(),
  heldWhen: z.string(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(z.string()).describe('why it is undecided or skipped'),
  exposure: z.object({ acked: count, refused: count, unknown: count, hits: z.array(hitSchema) }),
  windows: z.object({
    trusted: z.boolean().describe('false where the writer itself was held up'),
    unavailable: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
  }),
  latency: z.object({ visits: latencySchema, probes: latencySchema }),
  findings: z.array(findingSchema),
  fromMs: ms,
  tookMs: ms,
});

const bootSchema = z.object({
  boot: z.string(),
  pod: z.string().nullable(),
  podUid: z.string().nullable(),
  node: z.string().nullable(),
  fromMs: z.number(),
  toMs: z.number(),
  exit: z.number().nullable(),
});

export const replicaSchema = z.object({
  app: app.nullable(),
  replica: z.string().nullable(),
  claim: z.string(),
  claimUid: z.string().nullable(),
  volume: z.string().nullable(),
  boots: z.array(bootSchema),
  before: count.nullable(),
  after: count.nullable(),
  acked: count.describe('visits whose receipt names this replica'),
  stored: count.describe('acknowledged visits whose line is there, with its time and text'),
  matched: count.describe('lines that belong to visits nobody answered'),
});

const facts = factsSchema.shape;

export const selfTestSchema = z.object({
  clean: z.object({ runs: count, falseAlarms: count }),
  lies: z.object({ runs: count, convicted: count }),
  passed: z.boolean(),
});

/** report.json: computed from the bundle and from nothing else, so that it has no time of its own. */
export const reportSchema = z.object({
  schema: z.literal(REPORT_SCHEMA),
  verdict: z.enum(['held', 'violated', 'undecided']),
  summary: z.object({ visits: count, acked: count, refused: count, unknown: count, disruptions: count }),
  run: z.object({
    id: z.string(),
    seed: z.string(),
    startedAt: z.string(),
    challenge: z.string().nullable(),
  }),
  judge: z.object({ version: z.string(), selfTest: selfTestSchema.nullable() }),
  tool: facts.tool.nullable(),
  target: facts.target.nullable(),
  profile: z.string().nullable(),
  cluster: facts.cluster.unwrap().nullable(),
  nodes: facts.nodes.unwrap(),
  storage: facts.storage.unwrap().nullable(),
  replicas: z.array(replicaSchema),
  scenarios: z.array(scenarioSchema),
  /** A second each: from the first to the last visit. */
  timeline: z.array(
    z.object({
      second: count,
      acked: count,
      refused: count,
      unknown: count,
      p50: ms,
      p99: ms,
      max: ms,
      failedProbes: count,
    }),
  ),
  notTested: z.array(z.string()),
  limits: z.array(z.object({ code: code.nullable(), why: z.string() })),
});

export type Report = z.infer<typeof reportSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type ScenarioReport = z.infer<typeof scenarioSchema>;
export type ReplicaReport = z.infer<typeof replicaSchema>;
export type SelfTestResult = z.infer<typeof selfTestSchema>;
export type Verdict = (typeof VERDICTS)[number];
