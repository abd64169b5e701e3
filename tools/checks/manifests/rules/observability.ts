import { type Rule } from './rule';

const severities = ['critical', 'warning', 'info'];

export const alerting: Rule = {
  name: 'every alert has a severity that can be routed, and a group is named once',
  *check({ alertRules }) {
    for (const { metadata, spec } of alertRules) {
      const groups = spec?.groups ?? [];
      if (groups.length === 0) yield `${metadata?.name} has no rules`;
      for (const { name, rules } of groups) {
        if (groups.filter((group) => group.name === name).length > 1)
          yield `${metadata?.name} names ${name} twice`;
        for (const { alert, labels } of rules) {
          if (alert && !severities.includes(`${labels?.severity}`))
            yield `${alert} has the severity ${labels?.severity}`;
        }
      }
    }
  },
};

/** A client-side apply writes all of an object into an annotation, which ends here. */
const ANNOTATION_BYTES = 256 * 1024;

export const dashboards: Rule = {
  name: "a dashboard is found by Grafana's sidecar, keeps its name, and can be applied",
  *check({ configMaps }) {
    for (const { metadata, data = {} } of configMaps) {
      const files = Object.entries(data).filter(([file]) => file.endsWith('.json'));
      if (files.length === 0) continue;
      if (metadata?.labels?.grafana_dashboard !== '1') yield `${metadata?.name} has not Grafana's label`;
      if (/-[a-z0-9]{10}$/.test(`${metadata?.name}`)) yield `${metadata?.name} has a hash in its name`;
      for (const [file, content] of files) {
        if (content.length > ANNOTATION_BYTES) yield `${file} is too large for kubectl apply`;
        if (!/"uid": "visits"/.test(content)) yield `${file} is no dashboard of ours`;
      }
    }
  },
};
