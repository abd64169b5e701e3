/** A clock face for one time zone. Formatters are costly to make (about 50 µs), so there is one for all visits. */
export class ZonedClock {
  readonly #time: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  #second = Number.NaN;
  #face = '';

  constructor(readonly zone: string) {
    this.#time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium', hourCycle: 'h23' });
    this.#date = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    });
  }

  /** `16:45:04`; the last second's face is kept, as thousands of visits share it. */
  time(at: Date): string {
    const second = Math.floor(at.getTime() / 1000);
    if (second !== this.#second) {
      this.#face = this.#time.format(at);
      this.#second = second;
    }
    return this.#face;
  }

  /** `Saturday 21 November 2026`, without the comma that only some versions of ICU write. */
  date(at: Date): string {
    const parts = this.#date.formatToParts(at).filter(({ type }) => type !== 'literal');
    return parts.map(({ value }) => value).join(' ');
  }

  /** What a visit's line says: `16:45:04 Europe/Moscow`. */
  line(at: Date): string {
    return `${this.time(at)} ${this.zone}`;
  }
}
