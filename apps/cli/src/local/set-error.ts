import { LocalSetError } from '@visits/local-set';
import { CliError } from '../errors';

/** The set's cure, with the flag that makes it; any other error as it is. */
export function withFlag(error: unknown): unknown {
  if (!(error instanceof LocalSetError)) return error;
  const { code, message, action, cause } = error;
  const flag = flags[code];
  return new CliError(code, message, flag ? `${action.slice(0, -1)} with ${flag}.` : action, cause);
}

const flags: Readonly<Partial<Record<LocalSetError['code'], string>>> = {
  'port-busy': '--port',
  'port-refused': '--port',
  'directory-unwritable': '--data-dir',
  'set-running': '--data-dir',
  'set-not-running': '--data-dir',
};
