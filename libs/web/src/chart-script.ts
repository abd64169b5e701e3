/** Draws the chart again when something was counted, at most each ten seconds. It says what chart.ts says. */
export const chartScript = `
'use strict';
(() => {
  const chart = document.querySelector('.chart');
  if (!chart) return;
  const bars = [...chart.querySelectorAll('rect')];
  const figure = new Intl.NumberFormat('en').format;
  const draw = ({ visits, buckets }) => {
    if (buckets.length !== bars.length) return;
    const largest = Math.max(0, ...buckets.map((bucket) => bucket.visits ?? 0));
    const gone = buckets.filter((bucket) => bucket.visits === null).length;
    buckets.forEach((bucket, i) => {
      const height = bucket.visits === null ? 100 : Math.ceil((bucket.visits / Math.max(1, largest)) * 100);
      bars[i].setAttribute('class', bucket.visits === null ? 'gone' : 'bar');
      bars[i].setAttribute('y', 100 - height);
      bars[i].setAttribute('height', height);
    });
    const kept = gone > 0 ? '; the log keeps ' + figure(buckets.length - gone) + ' of its minutes' : '';
    const what = figure(visits) + ' ' + chart.dataset.unit + (visits === 1 ? '' : 's');
    const most = visits > 0 ? ', at most ' + figure(largest) + ' in a minute' : '';
    const words = what + ' on this volume in the last hour' + most + kept;
    chart.querySelector('figcaption').textContent = words;
    chart.querySelector('svg').setAttribute('aria-label', words);
  };
  const ask = async () => {
    try {
      const answer = await fetch(chart.dataset.href, { headers: { accept: 'application/json' } });
      if (answer.ok) draw(await answer.json());
    } catch {
      // What is drawn stays; the total says that nothing is heard.
    }
  };
  let askedMs = performance.now() - 9000;
  let waiting = 0;
  const later = () => {
    if (waiting || document.hidden) return;
    waiting = setTimeout(() => {
      waiting = 0;
      askedMs = performance.now();
      ask();
    }, Math.max(0, askedMs + 10000 - performance.now()));
  };
  document.addEventListener('counted', later);
  // Minutes pass also where nobody comes.
  setInterval(later, 60000);
})();
`;
