import { VIEW } from '../format/layout';
import { readStart, replaceFile, setAside } from './transfer';
import { MAX_VIEW_BYTES, parseView, quote, type ViewContent } from '../format/view';
import type { File, Volume } from './volume';

/** Somebody else's content of visits.txt is kept under this name until somebody has looked at it. */
export const FOREIGN_VIEW = `${VIEW}.foreign`;

/** What stands there, for people. */
export interface ForeignView {
  readonly file: string;
  /** How it begins, quoted. */
  readonly shown: string;
}

export const FOREIGN_ACTION =
  'Stop the pod and run `visits adopt DIR N` where it held a count, or move the file away to count on as it is.';

export async function readForeignView(volume: Volume): Promise<ForeignView | null> {
  const bytes = await readStart(volume, FOREIGN_VIEW, MAX_VIEW_BYTES);
  return bytes && { file: FOREIGN_VIEW, shown: quote(bytes) };
}

export async function readView(volume: Volume, name = VIEW): Promise<ViewContent> {
  return parseView(await readStart(volume, name, MAX_VIEW_BYTES));
}

const bytesOf = (count: number): Buffer => Buffer.from(`${count}\n`, 'latin1');

/** `visits.txt`, kept open: one integer for people, one write per commit, synced only at an opening. */
export class View {
  #count: number | null = null;

  private constructor(
    private readonly file: File,
    readonly identity: string,
  ) {}

  /**
   * Brings the file to `count`. What is no integer is somebody else's and is set aside first. A content of another
   * form, or one that must prove the count (`isProof`), is replaced whole: written over in place it would be another
   * integer, or none, wherever the process dies on the way.
   */
  static async open(volume: Volume, content: ViewContent, count: number, isProof: boolean): Promise<View> {
    if (content.kind === 'foreign') await setAside(volume, VIEW, FOREIGN_VIEW);
    const isOurs = content.kind === 'foreign' || content.isOurs;
    const isSame = isOurs && content.kind === 'count' && content.count === count;
    if (!isOurs || (isProof && !isSame)) await replaceFile(volume, VIEW, bytesOf(count));
    const file = await volume.open(VIEW, 'create');
    try {
      const view = new View(file, (await file.stat()).identity);
      await view.write(count);
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

  /** One write from byte 0, never continued: half an integer is another integer. A count never has fewer digits than before. */
  async write(count: number): Promise<void> {
    const bytes = bytesOf(count);
    this.#count = null;
    if ((await this.file.write(bytes, 0)) < bytes.length) {
      throw Object.assign(new Error('visits.txt was written short'), { code: 'ENOSPC' });
    }
    this.#count = count;
  }

  /** Only for a count that no line of the log holds: somebody else's integer, or what damage left. */
  sync(): Promise<void> {
    return this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
