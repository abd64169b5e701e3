import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { upTo } from '../http/request-target';
import { VERSION } from '../process/version';
import { withProblemResponses } from './problem-responses';

export type ApiDocument = OpenAPIObject;

/** `host` is where the reader reached the service, such as `localhost:8080`. */
export type DocsRenderer = (document: ApiDocument, where: { root: string; host: string }) => string;

export interface ApiDescription {
  readonly title: string;
  readonly description?: string;
  /** Given: GET /docs, the same for people. */
  readonly renderDocs?: DocsRenderer;
}

/**
 * GET /openapi.json and GET /docs, made from the schemas that validate, at the first request.
 * Not SwaggerModule.setup: it looks for swagger-ui-dist, which stops a bundle.
 */
export function describeApi(
  app: NestFastifyApplication,
  { title, description = '', renderDocs }: ApiDescription,
  hasPages: boolean,
): void {
  let document: ApiDocument | undefined;
  let text: string | undefined;
  const described = (): ApiDocument => {
    const config = new DocumentBuilder()
      .setTitle(title)
      .setDescription(description)
      .setVersion(VERSION)
      // Where this document lies, so also behind a path prefix.
      .addServer('./')
      .build();
    return (document ??= withProblemResponses(SwaggerModule.createDocument(app, config), hasPages));
  };
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(described());
    return reply.type('application/json; charset=utf-8').send(text);
  });
  if (!renderDocs) return;
  fastify.get('/docs', ({ url, host }, reply) => {
    const where = { root: upTo(url), host: HOST.test(host) ? host : 'localhost:8080' };
    return reply.type('text/html; charset=utf-8').send(renderDocs(described(), where));
  });
}

/** What a shell takes as it is. */
const HOST = /^[\w.-]+(:\d{1,5})?$/;
