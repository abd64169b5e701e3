import { Body, Controller, Get, Module, Param, Post, ServiceUnavailableException } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '../src/index';

const pair = z.object({ a: z.coerce.number(), b: z.coerce.number() });

/** A small app with one route for each thing that the shell promises. */
@Controller()
class SampleController {
  @Get('/')
  hello(): object {
    return { hello: 'world' };
  }

  @Get('readyz')
  ready(): object {
    const details = { disk: { status: 'down' } };
    throw new ServiceUnavailableException({ status: 'error', info: {}, error: details, details });
  }

  @Get('items/:id')
  item(@Param('id') id: string): object {
    if (id === 'broken') throw new Error('a secret of ours');
    if (id === 'crash')
      setImmediate(() => {
        throw new Error('nobody catches it');
      });
    if (id === 'full')
      throw new Problem({ status: 503, code: 'disk-full', detail: 'Full.', action: 'Wait.' });
    return { id };
  }

  /** Takes a while, so that a stop can meet it. */
  @Get('slow/:ms')
  async slow(@Param('ms') ms: string): Promise<object> {
    await sleep(Number(ms));
    return { ms };
  }

  @Post('sums')
  sum(@Body({ schema: pair }) { a, b }: z.infer<typeof pair>): object {
    if (a === 0)
      throw new Problem({ status: 422, code: 'zero', detail: 'No zero.', headers: { 'x-zero': '1' } });
    return { sum: a + b };
  }
}

@Module({ controllers: [SampleController] })
export class SampleModule {}
