#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CliError } from './errors';
import { FSCK_EXIT } from './fsck';
import { Output } from './output';
import { createProgram } from './program';
import { VERIFY_EXIT } from './verify/guarded';

const output = new Output();
const program = createProgram(output);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CliError) {
    console.error(`visits: ${error.message} ${error.action}`);
    process.exitCode = 1;
  } else if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else throw error;
}
// 1 of fsck means that the damage was corrected, 1 of verify that a promise is broken.
const failures: Readonly<Record<string, number>> = {
  fsck: FSCK_EXIT.operational,
  verify: VERIFY_EXIT.undecided,
};
if (await output.failed()) process.exitCode = failures[program.args[0] ?? ''] ?? 1;
