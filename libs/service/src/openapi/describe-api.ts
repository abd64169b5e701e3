import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../process/version';

export interface ApiDescription {
  readonly title: string;
  readonly description?: string;
}

/**
 * GET /openapi.json, made from the schemas that validate, at the first request.
 * Not SwaggerModule.setup: it looks for swagger-ui-dist, which stops a bundle.
 */
export function describeApi(app: NestFastifyApplication, { title, description = '' }: ApiDescription): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => {
      const config = new DocumentBuilder()
        .setTitle(title)
        .setDescription(description)
        .setVersion(VERSION)
        .build();
      text ??= JSON.stringify(SwaggerModule.createDocument(app, config));
      return reply.type('application/json; charset=utf-8').send(text);
    });
}
