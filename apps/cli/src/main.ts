import { createProgram } from './program';
import { CliError } from './errors';

// A reader that left (`| head`) or a terminal that closed is no failure of ours, and must not leave pods behind.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await createProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  console.error(`visits: ${error.message} ${error.action}`);
  process.exitCode = 1;
}
