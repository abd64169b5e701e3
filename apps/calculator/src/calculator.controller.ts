import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Cluster } from '@visits/cluster';
import { Condition } from '@visits/health';
import { Problem, upTo } from '@visits/service';
import {
  acceptable,
  ApiReplica,
  answerAsJsonOrHtml,
  HistoryAnswers,
  type HistoryQuery,
  historyAnswerSchema,
  historyQuerySchema,
  LastHour,
  pageLinksBack,
  PodIdentity,
  receiptHeaders,
  ReplicaRelay,
  replicaQuerySchema,
  type ReplicaQuery,
  VisitCount,
  VisitHistory,
} from '@visits/visits';
import { type LogEntry } from '@visits/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  answerSchema,
  type CalculationPath,
  calculationPathSchema,
  calculationSchema,
  indexSchema,
  type Question,
  questionSchema,
} from './answer';
import { recordedCalculation } from './recorded-calculation';
import { type CalculatorPage, calculatorPage } from './calculator.page';
import { CalculatorService } from './calculator.service';
import { withLostPlus } from './lost-plus';

const newestOnPage = 8;

@ApiTags('calculator')
@Controller()
export class CalculatorController {
  constructor(
    @Inject(CalculatorService) private readonly calculator: CalculatorService,
    @Inject(VisitCount) private readonly count: VisitCount,
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(HistoryAnswers) private readonly histories: HistoryAnswers,
    @Inject(ReplicaRelay) private readonly relay: ReplicaRelay,
    @Inject(LastHour) private readonly lastHour: LastHour,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(Condition) private readonly condition: Condition,
  ) {}

  /** Looking is not calculating: this counts nothing. */
  @Get()
  @ApiOperation({ summary: 'A form, or where to send an expression; not a visit' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ standardSchema: indexSchema })
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (acceptable(request, answerAsJsonOrHtml) === 'text/html') return this.sendPage(request, reply, {});
    const calculate = { method: 'POST', path: '/calculations', body: { expression: '3 + 4' } };
    const { visits, pod, ordinal, replica } = await this.count.now();
    void reply.send({ service: 'calculator', visits, pod, ordinal, replica, calculate });
  }

  /** Calculates, and counts the calculation durably. A browser is sent to its result, so that a reload counts nothing. */
  @Post('calculations')
  @ApiOperation({ summary: 'Calculates, and counts the calculation' })
  @HttpCode(201)
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiProduces('application/json', 'text/html')
  @ApiCreatedResponse({ standardSchema: answerSchema })
  @ApiResponse({ status: 303, description: 'For a browser: where the result is' })
  @ApiResponse({ status: 422, description: 'No result; nothing was recorded' })
  @ApiResponse({ status: 503, description: 'It could not be counted' })
  async calculate(
    @Body({ schema: questionSchema }) { expression }: Question,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asPage = acceptable(request, answerAsJsonOrHtml) === 'text/html';
    try {
      const answer = await this.calculator.answer(expression);
      const { replica, n } = answer.receipt;
      const location = `calculations/${n}?replica=${replica}`;
      void reply.headers({ ...receiptHeaders(answer.receipt), location });
      if (asPage) void reply.code(HttpStatus.SEE_OTHER).send('');
      else void reply.code(HttpStatus.CREATED).send(answer);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!asPage) throw withLostPlus(error, request.headers['content-type'], expression);
      void reply.code(error.status).headers(error.headers);
      await this.sendPage(request, reply, { refusal: { problem: error, expression } });
    }
  }

  @Get('calculations')
  @ApiOperation({ summary: 'The calculations that a volume keeps, or all volumes of the set' })
  @ApiReplica()
  @ApiProduces('application/json', 'text/plain', 'text/html', 'application/x-ndjson')
  @ApiOkResponse({ standardSchema: historyAnswerSchema, description: 'The history, oldest first' })
  async list(
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.histories.send(request, reply, query, {
      path: 'calculations',
      links: pageLinksBack(this.identity.now().replica, 'calculations'),
    });
  }

  /** A calculation as the volume holds it, for whoever has its receipt. */
  @Get('calculations/:n')
  @ApiOperation({ summary: 'One calculation again, by the number on its receipt' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ standardSchema: calculationSchema })
  @ApiReplica()
  async calculation(
    @Param({ schema: calculationPathSchema }) { n }: CalculationPath,
    @Query({ schema: replicaQuerySchema }) { replica }: ReplicaQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asPage = acceptable(request, answerAsJsonOrHtml) === 'text/html';
    if (await this.relay.answered(replica, request, reply)) return;
    const answer = recordedCalculation(await this.history.one(Number(n)));
    if (asPage) return this.sendPage(request, reply, { answer });
    const who = this.identity.now();
    void reply.send({ ...answer, ...who });
  }

  private async sendPage(
    { url }: FastifyRequest,
    reply: FastifyReply,
    content: Pick<CalculatorPage, 'answer' | 'refusal'>,
  ): Promise<void> {
    const count = await this.count.now();
    const newest = await this.newest();
    const text = calculatorPage({
      root: upTo(url),
      pod: this.identity,
      count,
      total: this.cluster.current(),
      history: this.lastHour.now(),
      troubles: this.condition.troubles(),
      newest,
      ...content,
    });
    void reply.type('text/html; charset=utf-8').send(text);
  }

  /** A log that cannot be read takes the list from the page, not the result. */
  private async newest(): Promise<readonly LogEntry[]> {
    try {
      return await this.history.newest(newestOnPage);
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  }
}
