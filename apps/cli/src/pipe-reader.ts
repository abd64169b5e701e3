import { fstatSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';

const OWNER_MAY_READ = 0o400;

/**
 * Whether anybody still reads a pipe, without writing to it: Node has no poll(2), so /proc is asked. A reader that can
 * not be seen (another user's, another container's, no /proc) is taken to be there.
 */
export class PipeReader {
  readonly #pipe: string;
  #end: string | null;

  constructor(fd: number) {
    const stat = fstatSync(fd);
    this.#pipe = `pipe:[${stat.ino}]`;
    this.#end = stat.isFIFO() ? this.#find() : null;
  }

  get gone(): boolean {
    if (this.#end === null || this.#isEnd(this.#end)) return false;
    // It may have given its end to a process that it started.
    this.#end = this.#find();
    return this.#end === null;
  }

  #find(): string | null {
    for (const pid of entries('/proc')) {
      if (!/^\d+$/.test(pid) || pid === String(process.pid)) continue;
      const end = entries(`/proc/${pid}/fd`).find((fd) => this.#isEnd(`/proc/${pid}/fd/${fd}`));
      if (end !== undefined) return `/proc/${pid}/fd/${end}`;
    }
    return null;
  }

  #isEnd(link: string): boolean {
    try {
      return readlinkSync(link) === this.#pipe && (lstatSync(link).mode & OWNER_MAY_READ) !== 0;
    } catch {
      return false;
    }
  }
}

function entries(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
