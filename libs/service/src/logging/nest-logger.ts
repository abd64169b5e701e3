import { type LoggerService } from '@nestjs/common';
import { type Logger } from './logger';

/** Nest's own messages in our log: its start-up chatter at debug, its warnings and errors as they are. */
export class NestLogger implements LoggerService {
  readonly log = this.at('debug');
  readonly error = this.at('error');
  readonly warn = this.at('warn');
  readonly debug = this.at('debug');
  readonly verbose = this.at('trace');
  readonly fatal = this.at('fatal');

  constructor(private readonly logger: Logger) {}

  private at(level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal') {
    return (message: unknown, ...rest: unknown[]): void => {
      const context = rest.findLast((part) => typeof part === 'string');
      if (typeof message === 'string') this.logger[level]({ context }, message);
      else this.logger[level]({ context, err: message }, 'error');
    };
  }
}
