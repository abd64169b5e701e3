import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { z } from 'zod';

const indicators = z.record(z.string(), z.looseObject({ status: z.enum(['up', 'degraded', 'down']) }));

const healthSchema = z.object({
  status: z.enum(['ok', 'error', 'shutting_down']),
  info: indicators.optional().describe('What is well, or degraded'),
  error: indicators.optional().describe('What is not'),
  details: indicators.describe('Both'),
});

/** What a probe is answered, by terminus. */
export const ApiHealth = () =>
  applyDecorators(
    ApiOkResponse({ standardSchema: healthSchema }),
    ApiServiceUnavailableResponse({ standardSchema: healthSchema }),
  );
