import { columns } from '../columns';
import type { PodState } from './pod-state';

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

export function tableOf(rows: readonly PodRow[], colors: Colors): string {
  const table: string[][] = [];
  for (const { name, state, restarts, visits, url } of rows) {
    const count = visits === null ? colors.dim('-') : String(visits);
    table.push([name, paint(state, colors), String(restarts), count, colors.dim(url)]);
  }
  return columns(['POD', 'STATE', 'RESTARTS', 'VISITS', 'URL'].map(colors.bold), table, [2, 3]);
}

function paint(state: PodState, colors: Colors): string {
  if (state === 'ready') return colors.green(state);
  if (state === 'unready' || state === 'restarting') return colors.red(state);
  return colors.yellow(state);
}
