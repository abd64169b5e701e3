import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Cluster } from '@visits/cluster';
import { Condition } from '@visits/health';
import { Problem, replyWith, upTo } from '@visits/service';
import {
  acceptable,
  answerAsJsonOrHtml,
  isAhead,
  isVisit,
  LastHour,
  PodIdentity,
  receiptHeaders,
  VisitCount,
  VisitRecorder,
} from '@visits/visits';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ClockAnswer, clockAnswerSchema } from './answer';
import { clockPage } from './clock.page';
import { ZonedClock } from './time/zoned-clock';

@ApiTags('clock')
@Controller()
export class ClockController {
  constructor(
    @Inject(ZonedClock) private readonly clock: ZonedClock,
    @Inject(VisitRecorder) private readonly recorder: VisitRecorder,
    @Inject(VisitCount) private readonly count: VisitCount,
    @Inject(LastHour) private readonly lastHour: LastHour,
    @Inject(PodIdentity) private readonly identity: PodIdentity,
    @Inject(Cluster) private readonly cluster: Cluster,
    @Inject(Condition) private readonly condition: Condition,
  ) {}

  /** Counts a visit, durably, and shows the time. What is not a visit sees the same without a receipt. */
  @Get()
  @ApiOperation({ summary: 'Counts a visit and tells the time' })
  @ApiProduces('application/json', 'text/html')
  @ApiOkResponse({
    standardSchema: clockAnswerSchema,
    description: 'The time, and the visit that asked for it',
  })
  @ApiResponse({ status: 503, description: 'The visit could not be counted' })
  async tell(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asPage = acceptable(request, answerAsJsonOrHtml) === 'text/html';
    const at = new Date();
    let answer: ClockAnswer;
    let refusal: Problem | undefined;
    if (isVisit(request)) {
      try {
        answer = await this.counted(at);
      } catch (error) {
        if (!asPage || !(error instanceof Problem)) throw error;
        refusal = error;
        answer = await this.uncounted(at);
      }
    } else {
      answer = await this.uncounted(at);
    }
    const { receipt } = answer;
    if (receipt) void reply.headers(receiptHeaders(receipt));
    if (!asPage) {
      void reply.send(answer);
      return;
    }
    if (refusal) void replyWith(refusal, reply);
    const shown = receipt ? new Date(receipt.at) : at;
    const date = this.clock.date(shown);
    const text = clockPage({
      root: upTo(request.url),
      ahead: isAhead(request.headers),
      answer,
      at: shown,
      date,
      pod: this.identity,
      total: this.cluster.current(),
      history: this.lastHour.now(),
      troubles: this.condition.troubles(),
      ...(refusal && { refusal }),
    });
    void reply.type('text/html; charset=utf-8').send(text);
  }

  private async counted(at: Date): Promise<ClockAnswer> {
    const { visits, pod, ordinal, replica, receipt } = await this.recorder.record(this.clock.line(at), at);
    // The line's time, not this moment's: what is shown is what the log says.
    const time = this.clock.time(new Date(receipt.at));
    return { time, zone: this.clock.zone, visits, pod, ordinal, replica, counted: true, receipt };
  }

  private async uncounted(at: Date): Promise<ClockAnswer> {
    const { visits, pod, ordinal, replica } = await this.count.now();
    return {
      time: this.clock.time(at),
      zone: this.clock.zone,
      visits,
      pod,
      ordinal,
      replica,
      counted: false,
    };
  }
}
