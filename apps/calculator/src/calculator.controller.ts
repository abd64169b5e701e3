import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Cluster } from '@visits/cluster';
import { Condition } from '@visits/health';
import { Problem } from '@visits/service';
import {
  acceptable,
  answerAsJsonOrHtml,
  type HistoryQuery,
  historyQuerySchema,
  historySchema,
  PodIdentity,
  problemSchema,
  receiptHeaders,
  sendHistory,
  VisitCount,
  VisitHistory,
} from '@visits/visits';
import { type LogEntry } from '@visits/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerSchema, indexSchema, type Question, questionSchema } from './answer';
import { type CalculatorPage, calculatorPage } from './calculator.page';
import { CalculatorService } from './calculator.service';

const newestOnPage = 8;

@ApiTags('calculator')
@Controller()
export class CalculatorController {
  constructor(
    @Inject(CalculatorService) private readonly calculator: CalculatorService,
    @Inject(VisitCount) private readonly count: VisitCount,
    @Inject(VisitHistory) private readonly history: VisitHistory,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(Condition) private readonly condition: Condition,
  ) {}

  /** Looking is not calculating: this counts nothing. */
  @Get()
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({ standardSchema: indexSchema })
  async index(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (acceptable(request, answerAsJsonOrHtml) === 'text/html') return this.sendPage(reply, {});
    const calculate = { method: 'POST', path: '/calculations', body: { expression: '3 + 4' } };
    const { visits, pod, ordinal, replica } = await this.count.now();
    void reply.send({ service: 'calculator', visits, pod, ordinal, replica, calculate });
  }

  /** Calculates, and counts the calculation durably. */
  @Post('calculations')
  @HttpCode(201)
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiProduces('application/json', 'text/html')
  @ApiCreatedResponse({ standardSchema: answerSchema })
  @ApiResponse({ status: 422, standardSchema: problemSchema, description: 'No result; nothing was recorded' })
  @ApiResponse({ status: 503, standardSchema: problemSchema, description: 'It could not be counted' })
  async calculate(
    @Body({ schema: questionSchema }) { expression }: Question,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asPage = acceptable(request, answerAsJsonOrHtml) === 'text/html';
    try {
      const answer = await this.calculator.answer(expression);
      void reply.code(201).headers(receiptHeaders(answer.receipt));
      if (asPage) return await this.sendPage(reply, { answer });
      void reply.send(answer);
    } catch (error) {
      if (!asPage || !(error instanceof Problem)) throw error;
      void reply.code(error.status).headers(error.headers);
      await this.sendPage(reply, { refusal: { problem: error, expression } });
    }
  }

  @Get('calculations')
  @ApiProduces('application/json', 'text/plain', 'text/html')
  @ApiOkResponse({ standardSchema: historySchema, description: 'The history, oldest first' })
  async list(
    @Query({ schema: historyQuerySchema }) query: HistoryQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendHistory(request, reply, {
      history: await this.history.page(query),
      query,
      path: '/calculations',
      name: 'Visits calculator',
      heading: `Everything counted by ${this.identity.pod}`,
      links: [{ href: '/', label: 'Calculate' }],
    });
  }

  private async sendPage(
    reply: FastifyReply,
    content: Pick<CalculatorPage, 'answer' | 'refusal'>,
  ): Promise<void> {
    const count = await this.count.now();
    const newest = await this.newest(count.visits);
    const text = calculatorPage({
      pod: this.identity,
      count,
      total: this.cluster.current(),
      troubles: this.condition.troubles(),
      newest,
      ...content,
    });
    void reply.type('text/html; charset=utf-8').send(text);
  }

  /** A log that can not be read takes the list from the page, not the result. */
  private async newest(visits: number): Promise<readonly LogEntry[]> {
    try {
      return await this.history.newest(visits, newestOnPage);
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  }
}
