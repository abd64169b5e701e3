import { Injectable } from '@nestjs/common';

/** Whether this process is on its way out. Readiness and every answer look at it. */
@Injectable()
export class Drain {
  private began = false;

  /** True from the first SIGTERM or SIGINT on; never false again. */
  get draining(): boolean {
    return this.began;
  }

  begin(): void {
    this.began = true;
  }
}
