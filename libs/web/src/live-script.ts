import { hues } from './total-view';

/**
 * The one script of the pages: it follows /total/stream, and says in the browser what total-view.ts says here.
 * A plain text, so that what is hashed is what is sent: a function's own text would carry the bundler's helpers.
 */
export const liveScript = `
'use strict';
(() => {
  // A page that was fetched ahead did not count. Once somebody sees it, it is asked for again, which counts; only once.
  if ('ahead' in document.body.dataset && performance.getEntriesByType('navigation')[0]?.type !== 'reload') {
    const again = () => location.reload();
    if (document.prerendering) document.addEventListener('prerenderingchange', again, { once: true });
    else again();
  }
  const panel = document.querySelector('.total');
  if (!panel || !window.EventSource) return;
  const { answeredBy, unit, stream } = panel.dataset;
  const maxRows = Number(panel.dataset.rows);
  const list = panel.querySelector('.replicas');
  const blank = panel.querySelector('template').content.firstElementChild;
  const rows = new Map([...list.children].map((row) => [row.dataset.replica, row]));
  const known = new Map();
  let view = null;
  let connected = false;

  // Each event is what one pod knows, and not always the pod that answered the page. A replica's count only grows, so
  // of two counts the larger is the newer: merged by maximum, as the pods do it, no total here goes down.
  const learn = ({ pod, exact, reasons, replicas }) => {
    const reported = new Set(replicas.map(({ replica }) => replica));
    let behind = false;
    for (const entry of known.values()) {
      if (reported.has(entry.replica)) continue;
      entry.source = 'cached';
      behind = true;
    }
    for (const entry of replicas) {
      const visits = Math.max(entry.visits, known.get(entry.replica)?.visits ?? 0);
      if (visits > entry.visits) behind = true;
      const now = performance.now();
      known.set(entry.replica, { ...entry, visits, heard: now - entry.ageMs, restarted: now - entry.restartedMs });
    }
    const why = behind ? [...reasons, pod + ' knows less than this page has seen.'] : reasons;
    view = { pod, exact: exact && !behind, why };
  };

  const figure = new Intl.NumberFormat('en').format;
  const counted = (value, noun) => figure(value) + ' ' + noun + (value === 1 ? '' : 's');
  const sum = (entries) => entries.reduce((total, { visits }) => total + visits, 0);
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const byOrdinal = (a, b) =>
    compare(a.ordinal ?? Infinity, b.ordinal ?? Infinity) || compare(a.pod, b.pod) || compare(a.replica, b.replica);
  const ago = (heard) => {
    const seconds = Math.floor((performance.now() - heard) / 1000);
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (seconds < 1) return 'just now';
    if (minutes < 1) return seconds + ' s ago';
    if (hours < 1) return minutes + ' min ago';
    return hours < 48 ? hours + ' h ago' : Math.floor(hours / 24) + ' days ago';
  };
  const sourceOf = (source, heard) =>
    source === 'final' ? 'stopped ' + ago(heard) : source === 'cached' ? 'last heard ' + ago(heard) : 'live';
  const whyOf = (exact) => {
    if (exact) return 'Every replica said so itself, or stopped cleanly at its count.';
    if (!connected) return 'Nothing is heard now: the counts may have grown since.';
    const more = view.why.length - 3;
    return view.why.slice(0, 3).join(' ') + (more > 0 ? ' And ' + figure(more) + ' more: see /total.' : '');
  };

  const write = (name, text, inside = panel) => {
    const node = inside.querySelector(name);
    if (node.textContent.trim() !== text) node.textContent = text;
  };
  const fill = (row, { replica, ordinal, pod, visits, source, heard, restarted }, largest, shared) => {
    const now = connected || source === 'final' ? source : 'cached';
    row.dataset.replica = replica;
    row.dataset.hue = ordinal === null ? 'none' : ordinal % ${hues};
    row.dataset.source = now;
    write('.name', pod, row);
    write('.visits', figure(visits), row);
    const volume = shared && 'volume ' + replica.slice(0, 8);
    const isNews = now !== 'cached' && performance.now() - restarted < 60000;
    const status = [sourceOf(now, heard), isNews && 'restarted ' + ago(restarted), replica === answeredBy && 'answered you', volume];
    write('.status', status.filter(Boolean).join(', '), row);
    row.querySelector('.fill').setAttribute('width', Math.round((visits / largest) * 1000) / 10 + '%');
  };
  const render = () => {
    panel.classList.toggle('stale', !connected);
    if (!view) return write('.seen', 'Not live, trying again.');
    const entries = [...known.values()].sort(byOrdinal);
    const largest = Math.max(1, ...entries.map(({ visits }) => visits));
    const pods = entries.map(({ pod }) => pod);
    const shown = entries.slice(0, maxRows);
    const rest = entries.slice(maxRows);
    const exact = view.exact && connected;
    const words = (exact ? 'exactly ' : 'at least ') + counted(sum(entries), unit);
    write('h2', 'Total of ' + counted(entries.length, 'replica'));
    write('.bound', exact ? 'exactly' : 'at least');
    write('.sum strong', figure(sum(entries)));
    shown.forEach((entry, place) => {
      const row = rows.get(entry.replica) ?? blank.cloneNode(true);
      rows.set(entry.replica, row);
      fill(row, entry, largest, pods.indexOf(entry.pod) !== pods.lastIndexOf(entry.pod));
      if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
    });
    while (list.children.length > shown.length) list.lastElementChild.remove();
    write('.rest', rest.length ? 'And ' + figure(rest.length) + ' more with ' + counted(sum(rest), unit) + ': see /total.' : '');
    write('.why', whyOf(exact));
    write('.seen', connected ? 'Live, as ' + view.pod + ' sees it.' : 'Not live, trying again. Last seen by ' + view.pod + '.');
    speak('Total: ' + words + '.');
  };

  // Who listens hears the total now and then, not at each visit.
  let spokenMs = performance.now();
  const speak = (text) => {
    if (performance.now() - spokenMs < 20000) return;
    spokenMs = performance.now();
    write('.spoken', text);
  };

  // A browser gives up for good on an answer that is no stream (a 503 while pods change), so then we ask again.
  // A page that nobody sees lets go: a browser has six connections to one address, and a pod a bounded number of streams.
  let source = null;
  let retry = 0;
  let waitMs = 1000;
  // A pod that is stopped keeps its connections and says nothing; one that lives says so each two seconds.
  let heardMs = 0;
  const heard = () => (heardMs = performance.now());
  const lost = () => {
    connected = false;
    render();
  };
  const watch = () => {
    if (document.hidden || source?.readyState === EventSource.CLOSED || performance.now() - heardMs < 5000) return;
    lost();
    open();
  };
  const close = () => {
    clearTimeout(retry);
    source?.close();
  };
  const open = () => {
    close();
    heard();
    source = new EventSource(stream);
    source.addEventListener('alive', heard);
    source.addEventListener('total', ({ data }) => {
      heard();
      waitMs = 1000;
      connected = true;
      learn(JSON.parse(data));
      render();
      document.dispatchEvent(new Event('counted'));
    });
    source.addEventListener('error', () => {
      lost();
      if (source.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(open, waitMs);
      waitMs = Math.min(2 * waitMs, 30000);
    });
  };
  if (panel.dataset.total) learn(JSON.parse(panel.dataset.total));
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  setInterval(() => {
    watch();
    if (!document.hidden) render();
  }, 1000);
  if (!document.hidden) open();
})();
`;
