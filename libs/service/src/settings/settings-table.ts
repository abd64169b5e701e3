import { type SettingName } from './environment';

export interface SettingDescription {
  readonly name: SettingName;
  readonly default: string;
  readonly meaning: string;
  /** What to write instead of a wrong value. */
  readonly cure: string;
}

/** The one list of settings for people: error messages use it, and docs/reference.md is compared with it. */
export const settingsTable: readonly SettingDescription[] = [
  row('PORT', '8080', 'Port of the service', 'use a whole number from 0 to 65535'),
  row('HOST', '0.0.0.0', 'Address to listen on', 'use an IP address or a host name of this machine'),
  row('DATA_DIR', '/data', 'Directory of the volume; may be relative', 'use a writable directory'),
  row(
    'TIME_ZONE',
    'Europe/Moscow',
    'Time zone that the clock shows',
    'use an IANA name such as Europe/Moscow',
  ),
  row('POD_NAME', 'the host name', 'Name of the pod', 'use letters, digits, dots and hyphens'),
  row('POD_NAMESPACE', '(empty)', 'Namespace of the pod', 'use plain text'),
  row('POD_UID', '(empty)', 'UID of the pod', 'use plain text'),
  row('NODE_NAME', '(empty)', 'Node that the pod runs on', 'use plain text'),
  row('CLAIM_NAME', '(empty)', 'Claim (PVC) of the volume', 'use plain text'),
  row(
    'LOG_KEEP_BYTES',
    '60 % of the volume, at most 64 MiB',
    'Most bytes of visits that the volume keeps',
    'use a whole number of bytes, 65536 or more',
  ),
  row(
    'LOG_LEVEL',
    'info',
    'Least level that is logged',
    'use trace, debug, info, warn, error, fatal or silent',
  ),
  row('HEADLESS_SERVICE', '(empty)', 'Headless Service that names the siblings', 'use plain text'),
  row(
    'PEERS',
    '(empty)',
    'Siblings where there is no DNS, separated by commas',
    'use addresses such as http://localhost:8081',
  ),
  row(
    'ADMIN_PORT',
    '9465',
    "Port of the app's own metrics, on 127.0.0.1 only",
    'use a whole number from 0 to 65535',
  ),
  row('METRICS_PORT', '9464', 'Port of the metrics sidecar', 'use a whole number from 0 to 65535'),
  row('DRAIN_SECONDS', '5', 'Seconds to keep answering after SIGTERM', 'use a number from 0 to 300'),
];

function row(name: SettingName, byDefault: string, meaning: string, cure: string): SettingDescription {
  return { name, default: byDefault, meaning, cure };
}
