import { appendFileSync } from 'node:fs';

/** Adds a line to a log, in the shape of the services' own. A full disk costs the line. */
export function appendToLog(file: string, fields: Readonly<Record<string, unknown>>): void {
  const line = { time: new Date().toISOString(), service: 'local-set', ...fields };
  try {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  } catch {
    // As for the services: a log that cannot be written ends nothing.
  }
}
