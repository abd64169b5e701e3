import { judge } from '../report/judge';
import { EXCUSED, LIES } from './lies';
import { QUICK, selfTest, simulatedFiles, THOROUGH } from './self-test';

const options = process.env['SELF_TEST'] === 'thorough' ? THOROUGH : { seed: 1, clean: 20, perLie: 1 };
const TIMEOUT_MS = 120_000;

describe('the self-test', () => {
  it(
    'convicts each lie and no honest run',
    () => {
      const { clean, perLie } = options;
      const [excuses, lies] = [Object.keys(EXCUSED).length, Object.keys(LIES).length];
      const result = selfTest(options);
      expect(result.failures).toEqual([]);
      expect(result).toMatchObject({
        clean: { runs: clean + perLie * excuses, falseAlarms: 0 },
        lies: { runs: perLie * lies, convicted: perLie * lies },
        passed: true,
      });
    },
    TIMEOUT_MS,
  );

  it('fits before a report', () => expect(selfTest(QUICK).passed).toBe(true), TIMEOUT_MS);

  it('runs on honest sets that hold, with their exposure', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { verdict, scenarios } = judge(simulatedFiles(seed));
      const open = scenarios.filter((scenario) => scenario.verdict !== 'held').map(({ name }) => name);
      expect({ seed, verdict, open }).toEqual({ seed, verdict: 'held', open: [] });
    }
  });

  it('fails where the judge is broken: a lie that it does not convict is reported', () => {
    const { convicted, runs } = selfTest({ ...QUICK, rules: [] }).lies;
    expect({ convicted, runs }).toEqual({ convicted: 0, runs: Object.keys(LIES).length });
  });
});
