import { type DynamicModule, StandardSchemaValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { LogOutput } from '../logging/log-output';
import { createLogger, type Logger } from '../logging/logger';
import { NestLogger } from '../logging/nest-logger';
import { Metrics } from '../metrics/metrics';
import { type ApiDescription, describeApi } from '../openapi/describe-api';
import { type ProblemRenderer } from '../problems/problem';
import { knownProblem } from '../problems/problem-codes';
import { ProblemFilter, sendProblem } from '../problems/problem-filter';
import { problemOf } from '../problems/problem-of';
import { type ProcessIdentity, processIdentity } from '../process/process-identity';
import { ServiceModule, type ServiceParts } from '../service.module';
import { type Settings } from '../settings/settings';
import { Drain } from '../stopping/drain';
import { answerHeaders, headersHook } from './answer-headers';
import { answerForNode, hostHook } from './client-errors';
import { Connections } from './connections';
import { fastifyOptions, MAX_URL_CHARACTERS } from './fastify-options';
import { FORM, formParser } from './form-body';
import { invalidInput } from './invalid-input';
import { Observation } from './observation';
import { RouteTable } from './route-table';
import { type Elsewhere, unroutedHook } from './unrouted';

export type ServiceName = 'clock' | 'calculator' | 'metrics-sidecar';

export interface ShellOptions {
  readonly name: ServiceName;
  readonly settings: Settings;
  readonly module: (settings: Settings, process: ProcessIdentity) => DynamicModule | Type;
  /** The page of an error for browsers; without it they get JSON too. */
  readonly renderProblem?: ProblemRenderer;
  /** The texts of the scripts that its pages hold; no other script runs in a browser. Default none. */
  readonly inlineScripts?: readonly string[];
  /** Given: GET /openapi.json. */
  readonly api?: ApiDescription;
  /** False: no admin page, so nothing is measured (the sidecar). Default true. */
  readonly admin?: boolean;
  /** Where the log goes; production gives standard output, a test what it can read. */
  readonly log: LogOutput | Logger;
}

export interface Shell extends ServiceParts {
  readonly app: NestFastifyApplication;
}

/** The whole app with all hooks, not listening yet: what a test injects into is what production runs. */
export async function createShell(options: ShellOptions): Promise<Shell> {
  const { settings } = options;
  const process = processIdentity(options.name);
  const measured = options.admin ?? true;
  const metrics = new Metrics(process, measured);
  const logger =
    options.log instanceof LogOutput ? logTo(options.log, settings, process, metrics) : options.log;
  const parts: ServiceParts = { settings, process, logger, metrics, drain: new Drain() };

  const headers = answerHeaders(settings, process, options.inlineScripts ?? []);
  const observation = new Observation(logger, metrics);
  const routes = new RouteTable();
  const unroutable = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    // A URL that the router refuses meets no hook and no filter.
    void reply.headers(headers).header('connection', 'close');
    sendProblem(problemOf(error), request, reply, options.renderProblem);
    observation.observe(request, reply, 'other');
  };
  const adapter = new FastifyAdapter(fastifyOptions(headers, unroutable as never));
  // Nest would turn Fastify's errors into its own and drop their codes.
  adapter.mapException = (error: unknown) => error;
  const fastify = adapter.getInstance();
  observation.install(fastify, routes);
  fastify.addHook('onSend', headersHook(headers, parts.drain));
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.url.length > MAX_URL_CHARACTERS) done(knownProblem('url-too-long'));
    else done();
  });
  fastify.addHook('onRequest', hostHook);
  fastify.addHook('onRequest', unroutedHook(routes, measured ? metricsElsewhere(settings) : {}));
  answerForNode(fastify.server, headers, routes);
  new Connections().install(fastify);
  fastify.removeContentTypeParser('text/plain');

  const root = ServiceModule.around(options.module(settings, process), parts);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.useBodyParser(FORM, { bodyLimit: fastify.initialConfig.bodyLimit }, formParser(fastify));
  app.useGlobalFilters(new ProblemFilter(logger, options.renderProblem));
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidInput }));
  if (options.api) describeApi(app, options.api, options.renderProblem !== undefined);
  return { app, ...parts };
}

const metricsElsewhere = ({ metricsPort, adminPort }: Settings): Elsewhere => ({
  '/metrics': {
    detail: 'The metrics are not on this port.',
    action: `Scrape port ${metricsPort}, the sidecar; inside the pod http://127.0.0.1:${adminPort}/metrics is the app alone.`,
  },
});

function logTo(output: LogOutput, settings: Settings, process: ProcessIdentity, metrics: Metrics): Logger {
  const logger = createLogger(settings, process, output);
  output.onGap = (lines) => logger.warn({ lines }, 'log lines were dropped');
  metrics.countDroppedLines(() => output.dropped);
  return logger;
}
