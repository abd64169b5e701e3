import {
  type Dashboard,
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { overview } from './panels/overview';
import { type AnyPanel } from './panels/panel';
import { processes, set } from './panels/pods';
import { store } from './panels/store';
import { visits } from './panels/visits';

const rows: readonly (readonly [string, readonly AnyPanel[]])[] = [
  ['Now', overview],
  ['Visits', visits],
  ['Volumes', store],
  ['Siblings', set],
  ['Pods', processes],
];

/** Both list what our sidecars say, so that no other program's pod can be chosen. */
function variable(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .query(query)
    .datasource({ type: 'prometheus', uid: '${datasource}' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .current({ text: 'All', value: '$__all' });
}

/** What deploy/observability/dashboard.json holds. */
export function dashboard(): Dashboard {
  const builder = new DashboardBuilder('Visits')
    .uid('visits')
    .description('Small services that count, each pod on its own volume.')
    .tags(['visits'])
    .timezone('browser')
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(variable('namespace', 'Namespace', 'label_values(visits_sidecar_up, namespace)'))
    .withVariable(variable('pod', 'Pod', 'label_values(visits_sidecar_up{namespace=~"$namespace"}, pod)'));
  for (const [title, panels] of rows) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  return builder.build();
}
