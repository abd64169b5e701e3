import { isVisit } from './is-visit';

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const visitors: [who: string, userAgent: string | undefined][] = [
  ['Chrome', chrome],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'],
  [
    'Safari on a phone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ],
  [
    'Edge',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  ],
  ['curl', 'curl/8.14.1'],
  ['GNU wget', 'Wget/1.25.0'],
  ['busybox wget', 'Wget'],
  ['HTTPie', 'HTTPie/3.2.4'],
  ['Go', 'Go-http-client/1.1'],
  ['Node', 'node'],
  ['undici', 'undici'],
  ['Python', 'python-requests/2.32.5'],
  ['k6', 'k6/1.3.0 (https://k6.io/)'],
  ['Googlebot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  ['a feed reader', 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers)'],
  ['nobody by name', ''],
  ['nobody at all', undefined],
];

const probes: [who: string, userAgent: string][] = [
  ['kubelet', 'kube-probe/1.36'],
  ['kubelet of a vendor', 'kube-probe/1.33+'],
  ['Google Cloud load balancer', 'GoogleHC/1.0'],
  [
    'Google Cloud uptime check',
    'GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)',
  ],
  ['AWS load balancer', 'ELB-HealthChecker/2.0'],
  [
    'AWS Route 53',
    'Amazon-Route53-Health-Check-Service (ref 7a9b8c1d-0000-0000-0000-000000000000; report http://amzn.to/1vsZADi)',
  ],
  ['Azure load balancer', 'Load Balancer Agent'],
  ['Azure Front Door', 'Edge Health Probe'],
  ['Azure Traffic Manager', 'Azure Traffic Manager Endpoint Monitor'],
  ['Azure App Service', 'HealthCheck/1.0'],
  [
    'Cloudflare',
    'Mozilla/5.0 (compatible;Cloudflare-Healthchecks/1.0;+https://www.cloudflare.com/; healthcheck-id: 1234567890abcdef)',
  ],
  ['Prometheus', 'Prometheus/3.7.3'],
  ['Blackbox exporter', 'Blackbox Exporter/0.27.0'],
  ['VictoriaMetrics', 'vm_promscrape'],
  ['OpenTelemetry', 'OpenTelemetry Collector Contrib/0.139.0 (linux/amd64)'],
  ['Telegraf', 'Telegraf/1.36.3'],
  ['Grafana Alloy', 'Alloy/v1.11.3 (linux; docker)'],
  ['UptimeRobot', 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  ['Pingdom', 'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)'],
  ['Pingdom, newer', 'Mozilla/5.0 (compatible; pingbot/2.0; +http://www.pingdom.com/)'],
  [
    'StatusCake',
    'Mozilla/5.0 (Windows NT 6.2; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.102 Safari/537.36 StatusCake',
  ],
  ['Better Uptime', `Better Uptime Bot ${chrome}`],
  ['Better Stack', `Better Stack Better Uptime Bot ${chrome}`],
  ['Datadog', 'Datadog/Synthetics'],
  ['Datadog browser test', `${chrome} DatadogSynthetics`],
  ['Uptime Kuma', 'Uptime-Kuma/2.0.2'],
  ['updown.io', 'updown.io daemon 2.11'],
  ['HetrixTools', 'HetrixTools Uptime Monitoring Bot. https://hetrix.tools/uptime-monitoring-bot.html'],
  ['Consul', 'Consul Health Check'],
  ['Envoy', 'Envoy/HC'],
  ['Nagios', 'check_http/v2.4.12 (nagios-plugins 2.4.12)'],
  ['New Relic', 'NewRelicPinger/1.0 (123456)'],
  ['Gatus', 'Gatus/1.0'],
  [
    'AWS Route 53, as it is today',
    'Amazon Route 53 Health Check Service; ref:c97cd53f-2272-49d6-a8cd-3cd658d9d020; report http://amzn.to/1vsZADi',
  ],
  ['Checkly', `${chrome} (Checkly, https://www.checklyhq.com)`],
  ['Sentry', 'SentryUptimeBot/1.0 (+http://docs.sentry.io/product/monitors/uptime-monitoring/)'],
  ['New Relic browser test', `${chrome} NewRelicSynthetics/1.0`],
  ['Dynatrace', `${chrome} RuxitSynthetic/1.0 v104032285451 t1437235942278817309`],
  ['Catchpoint', 'Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0; Catchpoint) like Gecko'],
  ['PRTG', 'Mozilla/5.0 (compatible; PRTG Network Monitor (www.paessler.com); Windows)'],
  [
    'Grafana',
    'synthetic-monitoring-agent/v0.20.1 (linux amd64; +https://github.com/grafana/synthetic-monitoring-agent)',
  ],
  ['Site24x7', 'Site24x7'],
  ['Uptime.com', `${chrome} Uptime/1.0 (https://uptime.com)`],
  ['Zabbix', 'Zabbix'],
  ['Fastly', 'Varnish/fastly (healthcheck)'],
  ['Oh Dear', 'Mozilla/5.0 (compatible; OhDear/1.1; +https://ohdear.app/checker)'],
  ['Freshping', 'FreshpingBot/1.0 (+https://freshping.io/)'],
  ['Montastic', 'montastic-monitor http://www.montastic.com'],
  ['Azure availability test', 'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0; AppInsights)'],
  ['Jetpack', 'jetmon/1.0 (Jetpack Site Uptime Monitor by WordPress.com)'],
  ['shouting kubelet', 'KUBE-PROBE/1.36'],
];

describe('isVisit', () => {
  it.each(visitors)('counts %s', (_who, userAgent) =>
    expect(isVisit({ method: 'GET', headers: { 'user-agent': userAgent } })).toBe(true),
  );

  it.each(probes)('does not count %s', (_who, userAgent) =>
    expect(isVisit({ method: 'GET', headers: { 'user-agent': userAgent } })).toBe(false),
  );

  it.each(['HEAD', 'OPTIONS', 'POST'])('never counts %s', (method) =>
    expect(isVisit({ method, headers: { 'user-agent': chrome } })).toBe(false),
  );

  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['purpose', 'Prefetch'],
    ['x-purpose', 'preview'],
    ['x-moz', 'prefetch'],
  ])('does not count a page fetched ahead (%s: %s)', (name, value) =>
    expect(isVisit({ method: 'GET', headers: { 'user-agent': chrome, [name]: value } })).toBe(false),
  );

  it('counts when these headers say something else', () => {
    expect(isVisit({ method: 'GET', headers: { purpose: 'shopping', 'x-moz': '' } })).toBe(true);
  });
});
