import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { format } from 'prettier';
import { type Output } from '../src/output';
import { createProgram } from '../src/program';

const page = join(import.meta.dirname, '../../../docs/reference.md');
const table = /(?<=\n## Command line\n[^#]*?)\| command .*?\n(?=\n)/s;

/** What a person types behind `visits`, then each of its options. */
function rowsOf(command: Command, before: readonly string[] = []): string[] {
  const path = [...before, command.name()];
  // Only the help's own list knows which are hidden.
  const inner = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help');
  const below = inner.flatMap((one) => rowsOf(one, path));
  if (below.length > 0 && command.registeredArguments.length === 0) return below;
  const operands = command.registeredArguments.map((operand) =>
    operand.required ? `<${operand.name()}>` : `[${operand.name()}]`,
  );
  return [
    row(`visits ${[...path, ...operands].join(' ')}`, command.description()),
    ...command.options.map((option) => row(option.flags, option.description)),
    ...below,
  ];
}

const row = (typed: string, meaning: string): string =>
  `| \`${typed}\` | ${meaning.replaceAll('|', '\\|').replaceAll('*', '\\*')} |`;

it("the reference's commands and options are those of `visits --help` (WRITE_GOLDEN=1 writes them)", async () => {
  const program = createProgram({ stream: new PassThrough() } as unknown as Output);
  const rows = program.commands.flatMap((command) => rowsOf(command));
  const expected = await format(['| command | what it does |', '| --- | --- |', ...rows].join('\n'), {
    parser: 'markdown',
  });
  const reference = readFileSync(page, 'utf8');
  if (process.env.WRITE_GOLDEN)
    writeFileSync(
      page,
      reference.replace(table, () => expected),
    );
  expect(table.exec(readFileSync(page, 'utf8'))?.[0]).toBe(expected);
});
