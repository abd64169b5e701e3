import type { Door } from './visits';

/** Where each target is reached now: the name stays, the address of a pod that was replaced does not. */
export class Doors {
  readonly #origins = new Map<string, string>();

  constructor(doors: readonly Door[]) {
    for (const door of doors) this.move(door);
  }

  /** An empty origin: it is reached nowhere. */
  move(door: Door): void {
    this.#origins.set(keyOf(door), door.origin);
  }

  /** Null where it has no address. */
  now(door: Door): Door | null {
    const origin = this.#origins.get(keyOf(door)) ?? door.origin;
    return origin === '' ? null : { ...door, origin };
  }
}

const keyOf = ({ app, target }: Door) => `${app} ${target}`;
