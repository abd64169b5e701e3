import { Controller, Get, Header, Headers, Inject } from '@nestjs/common';
import { Scrape } from './scrape';

@Controller()
export class MetricsController {
  constructor(@Inject(Scrape) private readonly scrape: Scrape) {}

  /** The text format 0.0.4: Prometheus 3 refuses a page without a content type that it knows. */
  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(@Headers('x-prometheus-scrape-timeout-seconds') timeout?: string): Promise<string> {
    const timeoutMs = Number(timeout) * 1000;
    return this.scrape.page(timeoutMs > 0 ? timeoutMs : undefined);
  }
}
