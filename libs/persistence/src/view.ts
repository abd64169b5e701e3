import { MAX_COUNT_DIGITS, VIEW } from './layout';
import { closing, readStart, setAside } from './transfer';
import type { File, Volume } from './volume';

/** More than any integer with its line end: what is longer is no view of ours. */
const MAX_VIEW_BYTES = 64;
const INTEGER = new RegExp(`^\\s*(\\d{1,${MAX_COUNT_DIGITS}})\\s*$`);

/** `absent` is also an empty file, or one whose bytes a power cut took (NULs): nobody's data is in it. */
export type ViewContent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'foreign' };

export function parseView(bytes: Buffer | null): ViewContent {
  if (!bytes || bytes.every((byte) => byte === 0)) return { kind: 'absent' };
  const found = bytes.length < MAX_VIEW_BYTES && INTEGER.exec(bytes.toString('latin1'));
  return found ? { kind: 'count', count: Number(found[1]) } : { kind: 'foreign' };
}

export async function readView(volume: Volume): Promise<ViewContent> {
  return parseView(await readStart(volume, VIEW, MAX_VIEW_BYTES));
}

/** `visits.txt`, kept open: one integer for people, one write per commit, never synced after the open. */
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

  close(): Promise<void> {
    return this.file.close();
  }
}

/** An integer that another program left is about to be counted on: make it durable first. */
export async function adoptView(volume: Volume): Promise<void> {
  const file = await volume.open(VIEW, 'write');
  await closing(file, () => file.sync());
  await volume.sync();
}
