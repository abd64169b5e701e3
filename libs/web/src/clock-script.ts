/**
 * Lets the clock tick: the server's time when it answered, and how much has passed since. The two clocks of a browser
 * are compared, because one of them may stand still while a laptop sleeps. Without a script the time stands still.
 */
export const clockScript = `
'use strict';
(() => {
  const clock = document.querySelector('time[data-zone]');
  if (!clock) return;
  const arrivedMs = performance.getEntriesByType('navigation')[0]?.responseStart || performance.now();
  const startMs = Date.parse(clock.dateTime);
  const arrivedAt = Date.now() - performance.now() + arrivedMs;
  let format;
  try {
    format = new Intl.DateTimeFormat('en-GB', { timeZone: clock.dataset.zone, timeStyle: 'medium', hourCycle: 'h23' });
  } catch {
    return;
  }
  const tick = () => {
    const now = startMs + Math.max(performance.now() - arrivedMs, Date.now() - arrivedAt);
    const text = format.format(now);
    if (clock.textContent !== text) clock.textContent = text;
    setTimeout(tick, 1010 - (now % 1000));
  };
  tick();
})();
`;
