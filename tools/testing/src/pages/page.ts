import { parsers } from 'prettier/plugins/markdown';

/** Commands that a page has people paste. */
export interface Block {
  /** Where its first command stands. */
  readonly line: number;
  /** Of the section that it is in. */
  readonly heading: string;
  readonly script: string;
  /** What the page says that they answer. */
  shown?: string;
  /** Why no test runs it: the mark before it, `<!-- not run: the reason -->`. */
  readonly notRun?: string;
}

export interface Page {
  readonly blocks: readonly Block[];
  /** What keeps a block from being run, or from being pasted. */
  readonly faults: readonly string[];
}

interface Node {
  readonly type: string;
  readonly lang?: string | null;
  readonly value?: string;
  readonly children?: readonly Node[];
  readonly position: { readonly start: { readonly line: number } };
}

const MARK = /^<!--\s*not run\b:?(.*?)-->$/s;
const OTHER_SHELLS = ['bash', 'shell', 'console', 'zsh', 'shell-session'];
const OUTPUTS = [null, undefined, 'text', 'json'];

/** The blocks of a Markdown page in their order; the output of one follows it within its section. */
export function readPage(markdown: string): Page {
  const blocks: Block[] = [];
  const faults: string[] = [];
  let heading = '';
  let last: Block | undefined;
  let mark: { readonly line: number; readonly reason: string } | undefined;
  const unused = () => {
    if (mark) faults.push(`line ${mark.line}: the mark is not before a block of sh`);
    mark = undefined;
  };
  for (const { node, line } of leavesOf(parsers.markdown.parse(markdown, {} as never) as Node)) {
    const value = node.value ?? '';
    if (node.type === 'html' && MARK.test(value)) {
      unused();
      mark = { line, reason: MARK.exec(value)![1]!.trim() };
      if (mark.reason === '') faults.push(`line ${line}: the mark has no reason`);
    } else if (node.type === 'code' && node.lang === 'sh') {
      last = { line: line + 1, heading, script: value, ...(mark && { notRun: mark.reason }) };
      mark = undefined;
      blocks.push(last);
      if (!last.notRun && holdsTheTerminal(value))
        faults.push(
          `line ${last.line}: a port-forward keeps the rest of its block from running: end it with &`,
        );
    } else {
      unused();
      if (node.type === 'heading') [heading, last] = [textOf(node), undefined];
      if (node.type !== 'code') continue;
      if (OTHER_SHELLS.includes(node.lang ?? '')) faults.push(`line ${line}: commands are a block of sh`);
      if (!last || !OUTPUTS.includes(node.lang)) continue;
      if (last.shown !== undefined) faults.push(`line ${line}: a second output of one block`);
      last.shown = value;
    }
  }
  unused();
  return { blocks, faults };
}

/** The ports of this machine that the commands forward. */
export function forwardsOf(script: string): number[] {
  return [...script.matchAll(/\bport-forward \S+ (\d+):/g)].map(([, port]) => Number(port));
}

function holdsTheTerminal(script: string): boolean {
  const commands = script.split('\n').filter((line) => /^[^#]/.test(line.trim()));
  return commands.length > 1 && commands.some((line) => / port-forward [^#]*[^#&\s]\s*(#.*)?$/.test(line));
}

function* leavesOf(node: Node): Generator<{ node: Node; line: number }> {
  if (['root', 'list', 'listItem', 'blockquote'].includes(node.type))
    for (const child of node.children ?? []) yield* leavesOf(child);
  else yield { node, line: node.position.start.line };
}

function textOf({ value, children = [] }: Node): string {
  return value ?? children.map(textOf).join('');
}
