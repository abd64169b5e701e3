import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

export type AnyPanel = Builder<Panel>;

/** The one data source, chosen at the top of the dashboard. */
const datasource = { type: 'prometheus', uid: '${datasource}' };

/** The pods that are chosen at the top. Other programs have some of the metrics, too: `pod` lists ours only. */
export const pods = 'namespace=~"$namespace",pod=~"$pod"';

/** `max by (namespace, pod)`, so that a pod which is scraped twice is drawn once. */
export const perPod = (vector: string, ...labels: string[]) =>
  `max by (${['namespace', 'pod', ...labels].join(', ')}) (${vector})`;

export interface Query {
  readonly expr: string;
  /** Grafana's legend, as `{{pod}}`. */
  readonly legend: string;
}

interface Description {
  readonly title: string;
  /** What a reader is to conclude from it. */
  readonly about: string;
  readonly unit?: string;
  readonly queries: readonly Query[];
}

const GRID_COLUMNS = 24;

/** Lines over time; `columns` of them stand in a row. */
export function lines({ title, about, unit = 'short', queries }: Description, columns = 3): AnyPanel {
  const panel = new timeseries.PanelBuilder()
    .title(title)
    .description(about)
    .datasource(datasource)
    .unit(unit)
    .min(0)
    .height(8)
    .span(GRID_COLUMNS / columns)
    .fillOpacity(0);
  for (const query of queries) panel.withTarget(targetOf(query));
  return panel;
}

/** One number a series, of now. */
export function number({ title, about, unit = 'short', queries }: Description, columns = 6): AnyPanel {
  const panel = new stat.PanelBuilder()
    .title(title)
    .description(about)
    .datasource(datasource)
    .unit(unit)
    .height(4)
    .span(GRID_COLUMNS / columns);
  for (const query of queries) panel.withTarget(targetOf(query).instant());
  return panel;
}

function targetOf({ expr, legend }: Query): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).legendFormat(legend).datasource(datasource);
}
