import type { Report } from '@visits/proof';
import { html } from 'hono/html';
import { facts } from './facts';
import { few, type Markup, more, plain } from './markup';

const LIMIT = 40;

/** Who says it, of what, and how fresh it is: that which a distrustful reader asks first. */
export function provenance(report: Report): Markup {
  const { run, judge, tool, target, profile, cluster, nodes, storage } = report;
  return html`<h2>Where it comes from</h2>
    ${facts([
      [
        'Freshness',
        run.challenge
          ? `Made for the challenge “${run.challenge}”: every calculation’s operands come from it.`
          : 'No challenge was given: it may be of any time. With --challenge an old report fits no new one.',
      ],
      ['Judge', `version ${judge.version}. ${selfTest(judge.selfTest)}`],
      [
        'Tool',
        tool &&
          [`visits ${tool.version}`, tool.commit && `commit ${tool.commit}`, tool.image]
            .filter(Boolean)
            .join(', '),
      ],
      [
        'Target',
        target &&
          `${target.kind}${target.name === target.kind ? '' : ` ${target.name}`}${target.namespace ? ` in ${target.namespace}` : ''}, ${target.own ? 'a set of its own' : 'a set that others use'}`,
      ],
      ['Profile', profile],
      ['Cluster', cluster && record(cluster)],
      ['Nodes', nodes.length === 0 ? null : nodes.slice(0, LIMIT).map(record).join('; ')],
      ['Storage', storage && record(storage)],
      ['Run', `${run.id}, seed ${run.seed}, ${run.startedAt}`],
    ])}
    <p class="soft">
      It shows when it was made, not who made it. Judge it again from its raw files:
      <code>visits verify judge DIR</code>
      gives the same report.json, byte for byte.
    </p>`;
}

export function limits({ limits }: Report): Markup {
  if (limits.length === 0) return '';
  return html`<h2 id="limits">What could not be checked</h2>
    <ul class="list">
      ${few(limits, LIMIT, ({ code, why }) => html`<li><span class="skipped" aria-hidden="true">–</span><span>${code ? html`<code>${code}</code> ` : ''}${plain(why)}</span></li>`)}
    </ul>
    <p class="soft">${more(limits.length, LIMIT)}</p>`;
}

/** `file system ext4, device /dev/vda` of `fileSystem` and `device`. */
const record = (described: Readonly<Record<string, string>>): string =>
  Object.entries(described)
    .map(([name, value]) => `${name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()} ${value}`)
    .join(', ');

function selfTest(result: Report['judge']['selfTest']): string {
  if (!result) return 'It was not tested before this report.';
  const { clean, lies, passed } = result;
  const found = `Before this report it convicted ${lies.convicted} of ${lies.runs} planted lies, and ${clean.falseAlarms} of ${clean.runs} honest runs.`;
  return passed ? found : `${found} Its self-test failed: do not believe it.`;
}
