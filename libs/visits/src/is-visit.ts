export interface RequestFacts {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * How those who only look whether we live name themselves. Each name is as its maker documents it; the table in
 * is-visit.spec.ts holds the whole user-agent strings.
 */
const checkers = [
  // Kubernetes, service meshes and proxies
  'kube-probe/',
  'Envoy/HC',
  'Consul Health Check',
  'HAProxy',
  'Varnish/fastly \\(healthcheck\\)',
  // Cloud load balancers, DNS and uptime checks
  'GoogleHC/',
  'GoogleStackdriverMonitoring-UptimeChecks',
  'ELB-HealthChecker/',
  'Amazon-Route53-Health-Check-Service',
  'CloudWatchSynthetics',
  'Load Balancer Agent',
  'Edge Health Probe',
  'Azure Traffic Manager Endpoint Monitor',
  'HealthCheck/',
  'ReadyForRequest/',
  'AlwaysOn',
  'Cloudflare-Healthchecks/',
  'Cloudflare-Traffic-Manager/',
  // Scrapers
  'Prometheus/',
  'Blackbox[ -]Exporter/',
  'vm_promscrape',
  'OpenTelemetry Collector',
  'Telegraf/',
  'Alloy/',
  'GrafanaAgent/',
  // Uptime services
  'UptimeRobot/',
  'Pingdom',
  'pingbot/',
  'StatusCake',
  'Better Uptime Bot',
  'Better Stack',
  'Datadog/Synthetics',
  'DatadogSynthetics',
  'Uptime-Kuma/',
  'Site24x7',
  'updown\\.io',
  'HetrixTools',
  'Checkly/',
  'NodePing',
  'Freshping',
  'Gatus/',
  'NewRelicPinger/',
  'check_http/',
  'Zabbix',
];
const checker = new RegExp(checkers.join('|'), 'i');

/**
 * Whether a request is somebody's visit. Not visits: any method but GET, health checkers and scrapers by their name,
 * and what a browser fetches before anyone asked to see it. Browsers, curl and wget are visits, and so is a client
 * without a name: a checker that hides its name has to be pointed at /livez.
 */
export function isVisit({ method, headers }: RequestFacts): boolean {
  if (method !== 'GET') return false;
  if (checker.test(one(headers['user-agent']))) return false;
  return !isPrefetch(headers);
}

/** `Sec-Purpose` is the standard; `Purpose`, `X-Purpose` and `X-Moz` are what older browsers still send. */
function isPrefetch(headers: RequestFacts['headers']): boolean {
  for (const name of ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'])
    if (headers[name] !== undefined && /\b(prefetch|prerender|preview)\b/i.test(one(headers[name])))
      return true;
  return false;
}

function one(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
