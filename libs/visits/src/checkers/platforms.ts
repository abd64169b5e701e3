import { type Checker } from './checker';

/** Kubernetes, load balancers, proxies and clouds: may people be sent here? */
export const platforms: readonly Checker[] = [
  [
    'kube-probe/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  ['Envoy/HC', 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/health_checking'],
  ['Consul Health Check', 'https://developer.hashicorp.com/consul/docs/register/health-check/vm'],
  [
    'HAProxy',
    'https://www.haproxy.com/documentation/haproxy-configuration-tutorials/reliability/health-checks/',
  ],
  [
    '(healthcheck)',
    'https://www.fastly.com/documentation/guides/getting-started/hosts/working-with-health-checks/',
  ],
  ['GoogleHC/', 'https://cloud.google.com/load-balancing/docs/health-check-concepts'],
  ['GoogleStackdriverMonitoring', 'https://cloud.google.com/monitoring/uptime-checks'],
  [
    'ELB-HealthChecker/',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html',
  ],
  [
    'Amazon Route 53 Health Check Service',
    'https://repost.aws/knowledge-center/route-53-fix-unwanted-health-checks',
  ],
  [
    'Amazon-Route53-Health-Check-Service',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover.html',
  ],
  [
    'CloudWatchSynthetics',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html',
  ],
  [
    'Load Balancer Agent',
    'https://learn.microsoft.com/azure/load-balancer/load-balancer-custom-probe-overview',
  ],
  ['Edge Health Probe', 'https://learn.microsoft.com/azure/frontdoor/health-probes'],
  [
    'Azure Traffic Manager Endpoint Monitor',
    'https://learn.microsoft.com/azure/traffic-manager/traffic-manager-monitoring',
  ],
  ['HealthCheck/', 'https://learn.microsoft.com/azure/app-service/monitor-instances-health-check'],
  ['ReadyForRequest/', 'https://learn.microsoft.com/azure/app-service/deploy-staging-slots'],
  ['AlwaysOn', 'https://learn.microsoft.com/azure/app-service/configure-common'],
  ['AppInsights', 'https://learn.microsoft.com/azure/azure-monitor/app/availability-overview'],
  ['Cloudflare-Healthchecks/', 'https://developers.cloudflare.com/health-checks/'],
  ['Cloudflare-Traffic-Manager/', 'https://developers.cloudflare.com/load-balancing/monitors/'],
  [
    'Cloudflare-diagnostics',
    'https://developers.cloudflare.com/fundamentals/reference/cloudflare-site-crawling/',
  ],
  [
    'CloudflareDiagnostics/',
    'https://developers.cloudflare.com/fundamentals/reference/cloudflare-site-crawling/',
  ],
  ['CloudflareObservatory/', 'https://developers.cloudflare.com/speed/speed-test/run-speed-test/'],
  [
    'Cloudflare-SSLDetector',
    'https://developers.cloudflare.com/ssl/origin-configuration/ssl-tls-recommender/',
  ],
  ['Cloudflare-Validator', 'https://datadome.co/bots/cloudflare-crawler/'],
  ['cloudflare-csup', 'https://datadome.co/bots/cloudflare-csup/'],
  [
    'Cloudflare-Custom-Error-Page-Crawler',
    'https://developers.cloudflare.com/fundamentals/reference/cloudflare-site-crawling/',
  ],
  ['Cloudflare-SpeedTest', 'https://developers.cloudflare.com/speed/speed-test/'],
  ['Akamai_Site_Analyzer', 'https://techdocs.akamai.com/gtm/docs/welcome-gtm'],
];
