// Lints made-up files as if they stood in the repository. In: JSON [{filePath, text}] on stdin. Out: JSON rule ids per file.
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';

const eslint = new ESLint();
const findings = [];
for (const { filePath, text: source } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(source, { filePath });
  findings.push(result.messages.map((message) => message.ruleId));
}
console.log(JSON.stringify(findings));
