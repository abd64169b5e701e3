import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** For the contract of a route with `?replica=`: how its refusals look. */
export const ApiReplica = (): MethodDecorator =>
  applyDecorators(
    ApiResponse({ status: 404, description: 'No such replica in this set, or no such line' }),
    ApiResponse({ status: 503, description: 'The pod of that replica does not answer, or its disk' }),
  );
