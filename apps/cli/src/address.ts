import { RunningSet } from '@visits/local-set';
import { CliError } from './errors';
import { DEFAULT_DATA_DIR } from './local/screen';

/** What a pod's container has, of ours or of Kubernetes. */
const ofPods = ['POD_NAME', 'PORT', 'KUBERNETES_SERVICE_HOST'] as const;

/**
 * The address that was given; else that of the local set that runs in this directory, else of the pod that this runs
 * in. Throws `url-invalid` and `service-unnamed`.
 */
export function serviceUrl(given: string | undefined, env: NodeJS.ProcessEnv): URL {
  if (given !== undefined) return parsed(given);
  const local = RunningSet.find(DEFAULT_DATA_DIR)?.url;
  if (local) return new URL(local);
  if (ofPods.some((name) => env[name])) return parsed(`http://127.0.0.1:${env.PORT || 8080}`);
  throw new CliError(
    'service-unnamed',
    `No address is given, no set runs on ${DEFAULT_DATA_DIR} here, and this is no pod.`,
    'Give an address such as http://localhost:8000, or start a set with: npm start',
  );
}

function parsed(text: string): URL {
  const port = /^:?(\d+)$/.exec(text)?.[1];
  if (port) throw invalid(text, `Give the host too: localhost:${port}.`);
  const whole = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (URL.canParse(whole)) return new URL(whole);
  throw invalid(text, 'Give one such as http://localhost:8000.');
}

const invalid = (text: string, action: string) =>
  new CliError('url-invalid', `${text} is no address.`, action);
