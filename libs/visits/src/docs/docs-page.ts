import type { ApiDocument, DocsRenderer } from '@visits/service';
import { facts, html, type Markup, page } from '@visits/web';
import { pageLinksBack } from '../page-links';
import { exampleOf } from './example';

type Operation = NonNullable<ApiDocument['paths'][string]['get']>;

/** The API for people, from the document that programs read. */
export function docsPage(name: string): DocsRenderer {
  return (document, { root, host }) => {
    const groups = new Map<string, Addressed[]>();
    for (const one of operationsOf(document)) {
      const tag = one.operation.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), one]);
    }
    const body = html`<h1>The API</h1>
      <p>${document.info.description}</p>
      <p>
        Programs read <a href="${root}openapi.json">openapi.json</a>. Answers are JSON, or a page where
        <code>Accept</code> names <code>text/html</code>; <code>?pretty</code> indents JSON. Errors are
        <code>application/problem+json</code> with a stable <code>code</code> and an <code>action</code>.
      </p>
      ${[...groups].map(
        ([tag, operations]) =>
          html`<h2>${tag}</h2>
            ${operations.map((one) => operationMarkup(one, host))}`,
      )}`;
    return page({
      title: `API · ${name}`,
      name,
      root,
      links: pageLinksBack(null),
      body,
      scripts: ['copy'],
    });
  };
}

interface Addressed {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly operation: Operation;
}

function operationsOf({ paths }: ApiDocument): Addressed[] {
  return Object.entries(paths).flatMap(([path, { get, post }]) => [
    ...(get ? [{ method: 'GET' as const, path, operation: get }] : []),
    ...(post ? [{ method: 'POST' as const, path, operation: post }] : []),
  ]);
}

function operationMarkup({ method, path, operation }: Addressed, host: string): Markup {
  const { summary, parameters = [], responses } = operation;
  const answer = Object.values(responses).find((response) => contentOf(response)['application/json']);
  const schema = contentOf(answer)['application/json']?.schema;
  const given = parameters.flatMap((parameter) => ('name' in parameter ? [parameter] : []));
  return html`<section class="operation">
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${withCode(summary ?? '')}</p>
    ${
      given.length === 0
        ? ''
        : facts(
            given.map(({ name, description = '', schema }) => [
              html`<code>${name}</code>`,
              withCode(parameterWords(description, schema)),
            ]),
          )
    }
    <div class="curl">
      <code>${curlOf(method, path, operation, host)}</code>
      <button type="button" class="copy" hidden>Copy</button>
    </div>
    <details>
      <summary>Answers</summary>
      ${schema ? html`<pre tabindex="0">${JSON.stringify(exampleOf(schema), null, 2)}</pre>` : ''}
      <ul>
        ${Object.entries(responses).map(
          ([status, response]) =>
            html`<li><code>${status}</code> ${withCode(statusWords(status, response))}</li>`,
        )}
      </ul>
    </details>
  </section>`;
}

function curlOf(method: string, path: string, { requestBody }: Operation, host: string): string {
  const address = `'http://${host}${path.replace(/\{\w+\}/g, '1')}'`;
  const body = contentOf(requestBody)['application/json']?.schema;
  if (method === 'GET') return `curl -s ${address}`;
  const data = body ? ` -H 'content-type: application/json' -d '${JSON.stringify(exampleOf(body))}'` : '';
  return `curl -s${data} ${address}`;
}

type Content = Record<string, { schema?: object } | undefined>;

function contentOf(one: unknown): Content {
  return (one as { content?: Content } | undefined)?.content ?? {};
}

/** What stands between backticks in the document is code. */
const withCode = (text: string): Markup =>
  html`${text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`))}`;

function parameterWords(description: string, schema: unknown): string {
  const { minimum, maximum, enum: values } = (schema ?? {}) as Record<string, unknown>;
  const range = typeof maximum === 'number' && maximum < 1e6 ? `from ${String(minimum)} to ${maximum}` : '';
  const words = [description, range, Array.isArray(values) ? values.join(' or ') : ''];
  return words.filter(Boolean).join('; ');
}

function statusWords(status: string, response: unknown): string {
  const { description } = response as { description?: string };
  const types = Object.keys(contentOf(response)).filter((type) => !/problem/.test(type));
  return [description, Number(status) < 400 ? types.join(', ') : ''].filter(Boolean).join(': ');
}
