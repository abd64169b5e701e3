import type { OpenAPIObject } from '@nestjs/swagger';
import { type ProblemCode, problemCodes } from '../problems/problem-codes';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = NonNullable<Operation['responses'][string]>;
type Content = NonNullable<Extract<Response, { description: string }>['content']>;

/** RFC 9457, and beside it a code for programs and an action for people: ProblemView. */
const problemSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: programs may rely on it' },
    detail: { type: 'string' },
    action: { type: 'string', description: 'What to do about it' },
    instance: { type: 'string' },
    trace_id: {
      type: 'string',
      description: 'Of the traceparent of the request; the same stands in the log',
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'action'],
};

/**
 * What is the same on every route is written here and on none: a refusal is a problem document (or a page), and who may
 * send values, a body or an Accept may be refused for it. A response of a controller that has content keeps it.
 */
export function withProblemResponses(document: OpenAPIObject, hasPages: boolean): OpenAPIObject {
  const components = { ...document.components };
  components.schemas = { ...components.schemas, Problem: problemSchema };
  const problem: Content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    ...(hasPages ? { 'text/html': { schema: { type: 'string' } } } : {}),
  };
  for (const path of Object.values(document.paths))
    for (const operation of [path.get, path.post]) if (operation) refusals(operation, problem);
  return { ...document, components };
}

function refusals(operation: Operation, problem: Content): void {
  const { responses, parameters = [], requestBody } = operation;
  for (const [type, media] of successTypes(operation))
    if (!type.startsWith('application/json')) media.schema = { type: 'string' };
  const codes: ProblemCode[] = [];
  if (parameters.length > 0 || requestBody) codes.push('invalid-input');
  if (successTypes(operation).length > 1) codes.push('not-acceptable');
  if (requestBody) codes.push('body-too-large', 'unsupported-media-type');
  for (const code of codes)
    responses[problemCodes[code].status] ??= { description: problemCodes[code].title };
  for (const [status, response] of Object.entries(responses))
    if (Number(status) >= 400 && response && 'description' in response) response.content ??= problem;
}

function successTypes({ responses }: Operation) {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) =>
      response && 'content' in response ? Object.entries(response.content ?? {}) : [],
    );
}
