import type { PodState } from '@visits/local-set';
import { columns } from '../columns';

/** One row: what people look for in `kubectl get pods`, and the count. */
export interface PodRow {
  readonly name: string;
  readonly state: PodState;
  readonly restarts: number;
  readonly visits: number | null;
  readonly url: string;
}

export interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
}

/** One line for each pod. */
export function tableOf(rows: readonly PodRow[], colors: Colors): string[] {
  const table = rows.map(({ name, state, restarts, visits, url }) => [
    name,
    paint(state, state, colors),
    String(restarts),
    countOf(visits, colors),
    colors.dim(url),
  ]);
  return columns(['POD', 'STATE', 'RESTARTS', 'VISITS', 'URL'].map(colors.bold), table, [2, 3]).split('\n');
}

/** The same without addresses, in at most 41 columns: two of them stand side by side on a terminal of 80. */
export function narrowTableOf(rows: readonly PodRow[], colors: Colors): string[] {
  const table = rows.map(({ name, state, restarts, visits }) => [
    name,
    paint(state, `${state} (${restarts})`, colors),
    countOf(visits, colors),
  ]);
  return columns(['POD', 'STATE (RESTARTS)', 'VISITS'].map(colors.bold), table, [2]).split('\n');
}

/** 1,234 as people read it. */
export const withThousands = (count: number): string => count.toLocaleString('en-US');

const countOf = (visits: number | null, colors: Colors) =>
  visits === null ? colors.dim('-') : withThousands(visits);

function paint(state: PodState, text: string, colors: Colors): string {
  if (state === 'ready') return colors.green(text);
  if (state === 'unready' || state === 'restarting') return colors.red(text);
  return colors.yellow(text);
}
