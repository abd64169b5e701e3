import type { Profile } from '@visits/verify';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../whole-number';
import { type Format, outputOption } from './output';
import { durationOption, list, word } from './values';

/** Which scenarios. */
export interface SelectionFlags {
  readonly profile: Profile;
  readonly only?: string[];
  readonly skip?: string[];
}

/** What every run takes, wherever it is. */
export interface RunFlags extends SelectionFlags {
  readonly seed?: string;
  readonly challenge?: string;
  readonly rate: number;
  readonly timeout: number;
  readonly out: string;
  readonly output: Format;
  readonly strict?: boolean;
}

export function withSelection(command: Command): Command {
  return command
    .addOption(new Option('--profile <name>', 'how much is done').choices(['quick', 'full']).default('quick'))
    .option('--only <names>', 'these scenarios only; names or globs, such as kill,s*', list)
    .option('--skip <names>', 'not these scenarios', list);
}

export function withRun(command: Command): Command {
  return command
    .option('--seed <text>', 'repeats the choice of victims and moments', word)
    .option('--challenge <text>', 'goes into every calculation: an old report fits no new challenge')
    .option('--rate <n>', 'visits a second around a disruption', wholeNumber(10, 1_000), 100)
    .addOption(durationOption('--timeout <time>', 'for all of it, such as 90s', '20m'))
    .option('--out <dir>', 'where the bundle goes', '.')
    .addOption(outputOption())
    .option('--strict', 'a scenario that is skipped makes it a 2');
}
