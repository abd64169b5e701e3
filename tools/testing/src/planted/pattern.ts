import ts from 'typescript';

/** What the names of a pattern stand for in the source. */
export type Names = ReadonlyMap<string, string>;

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly names: Names;
}

const ONE = /^\$[A-Z]+$/;
const ANY = /^\$\$[A-Z]+$/;

/**
 * Where a piece of TypeScript stands in a source. Comments and format do not count. `$NAME` is any one node, the same
 * wherever the name comes again; `$$NAME` is any number of neighbours in a list. A pattern that ends with a semicolon is
 * one statement or several that follow each other, any other is an expression.
 */
export function matchesOf(pattern: string, source: ts.SourceFile, known: Names = new Map()): Match[] {
  const wanted = parse(pattern);
  const found: Match[] = [];
  const compare = (nodes: readonly ts.Node[]): void => {
    const names = unifyLists(wanted, nodes, known);
    const [first, last] = [nodes[0], nodes.at(-1)];
    if (names && first && last) found.push({ start: first.getStart(source), end: last.getEnd(), names });
  };
  const visit = (node: ts.Node): void => {
    if (!pattern.endsWith(';')) compare([node]);
    else if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node))
      node.statements.forEach((_, at) => compare(node.statements.slice(at, at + wanted.length)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text with what the names stand for. */
export function fill(text: string, names: Names): string {
  return text.replace(/\${1,2}[A-Z]+/g, (name) => {
    const value = names.get(name);
    if (value === undefined) throw new Error(`No pattern says what ${name} is: ${text}`);
    return value;
  });
}

export function sourceOf(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

const parsed = new Map<string, readonly ts.Node[]>();

/** In a function of its own: there await and return may stand. */
function parse(pattern: string): readonly ts.Node[] {
  const nodes = parsed.get(pattern) ?? parseAnew(pattern);
  parsed.set(pattern, nodes);
  return nodes;
}

function parseAnew(pattern: string): readonly ts.Node[] {
  const isList = pattern.endsWith(';');
  const [wrapper] = sourceOf('pattern.ts', `async () => {${isList ? pattern : `(${pattern});`}}`).statements;
  const { body } = (wrapper as ts.ExpressionStatement).expression as ts.ArrowFunction;
  const { statements } = body as ts.Block;
  if (isList) return statements;
  return [((statements[0] as ts.ExpressionStatement).expression as ts.ParenthesizedExpression).expression];
}

function unifyLists(wanted: readonly ts.Node[], found: readonly ts.Node[], names: Names): Names | null {
  const [first, ...others] = wanted;
  if (!first) return found.length === 0 ? names : null;
  if (ANY.test(holeOf(first))) {
    for (let length = 0; length <= found.length; length += 1) {
      const bound = bind(holeOf(first), found.slice(0, length), names);
      const rest = bound && unifyLists(others, found.slice(length), bound);
      if (rest) return rest;
    }
    return null;
  }
  const bound = found[0] ? unify(first, found[0], names) : null;
  return bound && unifyLists(others, found.slice(1), bound);
}

function unify(wanted: ts.Node, found: ts.Node, names: Names): Names | null {
  if (ONE.test(holeOf(wanted))) return bind(holeOf(wanted), [found], names);
  if (wanted.kind !== found.kind || operatorOf(wanted) !== operatorOf(found)) return null;
  const [children, others] = [childrenOf(wanted), childrenOf(found)];
  if (children.length === 0 && others.length === 0)
    return wanted.getText() === found.getText() ? names : null;
  return unifyLists(children, others, names);
}

function bind(name: string, nodes: readonly ts.Node[], names: Names): Names | null {
  const [first, last] = [nodes[0], nodes.at(-1)];
  const text = first && last ? first.getSourceFile().text.slice(first.getStart(), last.getEnd()) : '';
  if (names.has(name)) return names.get(name) === text ? names : null;
  return new Map([...names, [name, text]]);
}

const holes = new WeakMap<ts.Node, string>();

/** What may be a name: it stands for a statement, a parameter or a property as well. */
function holeOf(node: ts.Node): string {
  const known = holes.get(node) ?? node.getText().replace(/;$/, '');
  holes.set(node, known);
  return known;
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

/** What tells two nodes of one kind apart and is no node itself. */
function operatorOf(node: ts.Node): number {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return node.operator;
  return ts.isVariableDeclarationList(node) ? node.flags & ts.NodeFlags.BlockScoped : 0;
}
