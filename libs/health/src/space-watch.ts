import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JOURNAL_OPTIONS, type JournalOptions, readSpace, type VolumeSpace } from '@visits/persistence';

/** How old a figure may be before the next probe has it looked for again. */
const FRESH_MS = 5000;

/**
 * How much room the volume has, without any probe that waits for a disk: each gets the last known figure, and the
 * next look goes on behind it. One look at a time: a hung one must not fill the pool that all calls to the disk share.
 */
@Injectable()
export class SpaceWatch implements OnApplicationBootstrap {
  private room: VolumeSpace | null = null;
  private lookedAtMs = -Infinity;
  private looking: Promise<void> | null = null;

  constructor(@Inject(JOURNAL_OPTIONS) private readonly options: JournalOptions) {}

  onApplicationBootstrap(): void {
    void this.look();
  }

  /** null while nothing is known: before the first look, or when the last one failed. */
  now(): VolumeSpace | null {
    if (performance.now() - this.lookedAtMs > FRESH_MS) void this.look();
    return this.room;
  }

  /** Never rejects. */
  look(): Promise<void> {
    const { volume, keepBytes } = this.options;
    this.looking ??= readSpace(volume, keepBytes)
      .catch(() => null)
      .then((room) => {
        this.room = room;
        this.lookedAtMs = performance.now();
        this.looking = null;
      });
    return this.looking;
  }
}
