import list from 'crawler-user-agents';
import { checkers, isChecker } from '.';

// Its types do not know the tags yet.
const agents = list as readonly { pattern: string; instances: string[]; tags?: string[] }[];

/** Of a public list: what asks whether sites live, and what only reads them for another purpose. */
const named = (isMonitor: boolean) =>
  agents
    .filter(({ tags = [] }) => tags.includes('monitoring') === isMonitor)
    .flatMap(({ pattern, instances }) => instances.map((agent) => ({ pattern, agent })));

/** The list calls these monitoring too; they read news, shops, social networks or other people's brands: crawlers. */
const readers = new Set([
  'Mediatoolkitbot',
  'Buck\\/',
  'Experibot',
  'CheckMarkNetwork\\/',
  '[Cc]urebot',
  'Automaton|Newsify Feed Fetcher',
  'Chirp|gotosocial',
  '[cC]ludo',
  'ParselySharesBot',
  'Scrunchbot',
  'SequelWP',
  'AtVowBot',
  'Bling ERP',
  'Determ',
  'Drupalbot',
  'eMoney Advisor',
  'FediDB',
  'FediList Agent',
  'FedReporter Bot for FFIEC',
  'Freshbot',
  'GenomeCrawlerd',
  'HaloBot',
  'MagnetmeBot',
  "Minoru's Fediverse Crawler",
  'ModatScanner',
  'New York Times Newsgathering',
  'NoahBot',
  'PlagAwareBot',
  'Rakuten Image extraction bot',
  'SleepBot',
  'videootv Bot',
  'vmcrawl',
  'WOVN Crawler',
  'ABEvalBot',
  'BuddyBot',
  'CapterraBot',
  'carbon-umbrella-bot',
  'caveman-hunter',
  'WISEbot',
  'Corporama matcher',
  'DominicBot',
  'Dow Jones Searchbot',
  'fedistatsCrawler',
  'HeadOnlyScraper',
  'linko',
  'LinkpadBot',
  'Magus Bot',
  'loopimprovements\\.com',
  'OWLer-W',
  'Pomothy-Bot',
  'Sindup',
  'sv-watchagent',
  'SynthesiBot',
  'TSMbot',
  'UrlSuMa\\.de crawler',
]);

describe('the table of checkers', () => {
  it('names each once, with where that stands', () => {
    const marks = checkers.map(([mark]) => mark.toLowerCase());
    expect(new Set(marks).size).toBe(marks.length);
    for (const [mark, source] of checkers) {
      expect(mark.length).toBeGreaterThanOrEqual(5);
      expect(isChecker(mark)).toBe(true);
      expect(new URL(source).pathname).toEqual(expect.any(String));
    }
  });

  it('knows every monitor of the public list, and no crawler: who updates the list decides about what is new', () => {
    const monitors = named(true);
    expect(monitors.length).toBeGreaterThan(250);
    const missed = monitors.filter(({ agent }) => !isChecker(agent)).map(({ pattern }) => pattern);
    expect([...new Set(missed)].sort()).toEqual([...readers].sort());
  });

  it('takes no crawler, library or reader of that list for a checker, but these', () => {
    const others = named(false);
    expect(others.length).toBeGreaterThan(1500);
    const taken = others.filter(({ agent }) => isChecker(agent)).map(({ pattern }) => pattern);
    expect(taken.sort()).toEqual([
      'Cloudflare-SSLDetector',
      'Ghost Inspector',
      'WPMU DEV Broken Link Checker',
    ]);
  });
});
