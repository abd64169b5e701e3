import { ZonedClock } from './zoned-clock';

describe('ZonedClock', () => {
  const moscow = new ZonedClock('Europe/Moscow');
  const at = new Date('2026-11-21T13:45:04.123Z');

  it('tells the time, the date and the line of a visit', () => {
    expect(moscow.time(at)).toBe('16:45:04');
    expect(moscow.date(at)).toBe('Saturday 21 November 2026');
    expect(moscow.line(at)).toBe('16:45:04 Europe/Moscow');
  });

  it('writes midnight as 00, and the next day where the zone has it', () => {
    expect(moscow.time(new Date('2026-11-21T21:00:00Z'))).toBe('00:00:00');
    expect(moscow.date(new Date('2026-11-21T21:00:00Z'))).toBe('Sunday 22 November 2026');
  });

  it('keeps no stale second', () => {
    const times = [0, 999, 1000, 0].map((ms) => moscow.time(new Date(at.getTime() - 123 + ms)));
    expect(times).toEqual(['16:45:04', '16:45:04', '16:45:05', '16:45:04']);
  });

  it('knows other zones, their halves of an hour and their summer', () => {
    expect(new ZonedClock('Asia/Kolkata').time(at)).toBe('19:15:04');
    expect(new ZonedClock('Europe/Berlin').time(new Date('2026-07-01T12:00:00Z'))).toBe('14:00:00');
    expect(new ZonedClock('UTC').time(at)).toBe('13:45:04');
  });
});
