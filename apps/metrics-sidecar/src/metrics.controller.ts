import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Scrape } from './scrape';

@Controller()
export class MetricsController {
  constructor(@Inject(Scrape) private readonly scrape: Scrape) {}

  /** The text format 0.0.4: Prometheus 3 refuses a page without a content type that it knows. */
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.scrape.page();
  }
}
