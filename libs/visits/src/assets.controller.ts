import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { stylesheet } from '@visits/web';

/** What browsers ask for beside a page. Never a visit. */
@ApiExcludeController()
@Controller()
export class AssetsController {
  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return stylesheet;
  }

  /** Pages carry their icon inside; this is for browsers that ask all the same. */
  @Get('favicon.ico')
  @HttpCode(204)
  favicon(): void {}
}
