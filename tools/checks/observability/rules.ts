import { readFileSync } from 'node:fs';
import { rulesFile } from '@visits/testing/shortened-rules';
import { parse } from 'yaml';

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'runbook_url', string>>;
}

export interface Recording {
  readonly record: string;
  readonly expr: string;
}

export const { groups } = parse(readFileSync(rulesFile, 'utf8')) as {
  groups: { name: string; rules: (Alert | Recording)[] }[];
};

const all = groups.flatMap(({ rules }) => rules);
export const alerts = all.filter((rule) => 'alert' in rule);
export const recordings = all.filter((rule) => 'record' in rule);
