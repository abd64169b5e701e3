import { MAX_COUNT_DIGITS, VIEW } from './layout';
import { readStart, setAside } from './transfer';
import type { File, Volume } from './volume';

/** More than any integer with its line end: what is longer is no view of ours. */
const MAX_VIEW_BYTES = 64;
const INTEGER = new RegExp(`^\\s*(\\d{1,${MAX_COUNT_DIGITS}})\\s*$`);

/** A power cut can keep the file's new size and not its new bytes. */
const NULS = /\0+$/;

/** `absent` is also an empty file, or one whose bytes a power cut took (NULs): nobody's data is in it. */
export type ViewContent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'foreign' };

export function parseView(bytes: Buffer | null): ViewContent {
  if (!bytes || bytes.every((byte) => byte === 0)) return { kind: 'absent' };
  const found = bytes.length < MAX_VIEW_BYTES && INTEGER.exec(bytes.toString('latin1').replace(NULS, ''));
  return found ? { kind: 'count', count: Number(found[1]) } : { kind: 'foreign' };
}

export async function readView(volume: Volume): Promise<ViewContent> {
  return parseView(await readStart(volume, VIEW, MAX_VIEW_BYTES));
}

/** `visits.txt`, kept open: one integer for people, one write per commit, synced only at an opening. */
export class View {
  #count: number | null = null;

  private constructor(
    private readonly file: File,
    readonly identity: string,
  ) {}

  /** Brings the file to `count`. What is no integer is somebody else's and is set aside first. */
  static async open(volume: Volume, content: ViewContent, count: number): Promise<View> {
    if (content.kind === 'foreign') await setAside(volume, VIEW, `${VIEW}.foreign`);
    const file = await volume.open(VIEW, 'create');
    try {
      const { size, identity } = await file.stat();
      const view = new View(file, identity);
      const length = await view.write(count);
      if (size > length) await file.truncate(length);
      return view;
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** The count that the file is known to hold; null after a failed write. */
  get count(): number | null {
    return this.#count;
  }

  /** One write from byte 0, never continued: half an integer is another integer. */
  async write(count: number): Promise<number> {
    const bytes = Buffer.from(`${count}\n`, 'latin1');
    this.#count = null;
    if ((await this.file.write(bytes, 0)) < bytes.length) {
      throw Object.assign(new Error('visits.txt was written short'), { code: 'ENOSPC' });
    }
    this.#count = count;
    return bytes.length;
  }

  /** Only for a count that no line of the log holds: somebody else's integer, or what damage left. */
  sync(): Promise<void> {
    return this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
