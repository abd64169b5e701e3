import { ALLOWANCES, type Allowance } from '@visits/verify';
import { InvalidArgumentError, Option } from 'commander';

/** Names by commas; may be given more than once. */
export function list(text: string, before: string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ];
}

export function word(text: string): string {
  if (/^[\x21-\x7e]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('Give one word.');
}

function duration(text: string): number {
  const [, count, unit] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  if (!count || !unit || Number(count) === 0)
    throw new InvalidArgumentError('Give a time such as 90s or 20m.');
  return Number(count) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}

/** Its help shows the default as a person gives it. */
export function durationOption(flags: string, description: string, byDefault: string): Option {
  return new Option(flags, description).argParser(duration).default(duration(byDefault), byDefault);
}

export function allowances(text: string, before: Allowance[] = []): Allowance[] {
  const words = list(text);
  const unknown = words.find((one) => !ALLOWANCES.some((known) => known === one));
  if (unknown === undefined) return [...before, ...(words as Allowance[])];
  throw new InvalidArgumentError(`Give some of ${ALLOWANCES.join(', ')}.`);
}

/** A quantity of bytes, such as 256Mi. */
export function quantity(text: string): string {
  if (/^[1-9]\d*(\.\d+)?([kMGT]|[KMGT]i)?$/.test(text)) return text;
  throw new InvalidArgumentError('Give a size such as 256Mi.');
}
