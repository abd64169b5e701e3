import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCUSED, FINDINGS, LIES, reportSchema, type Severity } from '@visits/proof';
import { scenarios } from '@visits/verify';
import { format } from 'prettier';
import { z } from 'zod';

/** `WRITE_GOLDEN=1` writes the page's tables and the schema anew. */
const write = process.env.WRITE_GOLDEN !== undefined;
const docs = join(import.meta.dirname, '../../../docs');
const page = join(docs, 'verify.md');
const schema = join(docs, 'verify-report.schema.json');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const code = (name: string): string => `\`${name}\``;

const severities: Record<Severity, string> = {
  violated: 'A promise is broken, and the bundle holds the counter-example.',
  undecided: 'Nothing is concluded: something was not seen, or has another explanation.',
  warning: 'It changes no verdict.',
};

/** Each part of the page that is made of code, by the name of its marks. */
const parts: Record<string, string> = {
  scenarios: table(
    ['scenario', 'level', 'what is done', 'held when'],
    scenarios.map(({ name, level, does, heldWhen }) => [code(name), level, does, heldWhen]),
  ),
  lies: table(
    ['planted', 'found as'],
    [
      ...Object.entries(LIES).map(([lie, { codes }]) => [lie, codes.map(code).join(' or ')]),
      ...Object.entries(EXCUSED).map(([excuse, { codes }]) => [
        excuse,
        `excused: ${codes.map(code).join(', ')}`,
      ]),
    ],
  ),
  codes: Object.entries(severities)
    .map(([severity, meaning]) => {
      const kinds = Object.entries(FINDINGS).filter(([, kind]) => kind.severity === severity);
      const sections = kinds.map(
        ([name, { title, cause, look, fix }]) =>
          `#### \`${name}\`\n\n${title}\n\n- Cause: ${cause}\n- Look at: ${look}\n- Fix: ${fix}\n`,
      );
      return `### ${severity}\n\n${meaning}\n\n${sections.join('\n')}`;
    })
    .join('\n'),
};

it.each(Object.keys(parts))('docs/verify.md says of the %s what the code says', async (name) => {
  const marks = new RegExp(`(?<=<!-- ${name} -->\n)[^]*?(?=<!-- /${name} -->)`);
  const expected = `\n${await format(parts[name]!, { parser: 'markdown', printWidth: 120, proseWrap: 'always' })}\n`;
  if (write)
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace(marks, () => expected),
    );
  expect(marks.exec(readFileSync(page, 'utf8'))?.[0]).toBe(expected);
});

it('docs/verify-report.schema.json is the schema of report.json', async () => {
  const json = { title: 'report.json of visits verify', ...z.toJSONSchema(reportSchema) };
  const expected = await format(JSON.stringify(json), { parser: 'json', printWidth: 110 });
  if (write) writeFileSync(schema, expected);
  expect(readFileSync(schema, 'utf8')).toBe(expected);
});
