import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBundleDirectory } from '../src/bundle/directory';
import { formatReport, judge } from '../src/report/judge';
import { QUICK, selfTest, THOROUGH } from '../src/self-test/self-test';
import { workload } from './workload';

const [command, argument] = process.argv.slice(2);
console.log(JSON.stringify(await run()));

async function run(): Promise<object> {
  const [cpu, from] = [process.cpuUsage(), performance.now()];
  const result = await measured();
  const { user, system } = process.cpuUsage(cpu);
  return {
    ...result,
    ms: Math.round(performance.now() - from),
    cpuMs: Math.round((user + system) / 1000),
    maxRssMB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

async function measured(): Promise<object> {
  switch (command) {
    case 'write': {
      for (const [name, bytes] of workload(100_000)) {
        const file = join(argument!, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bytes);
      }
      return {};
    }
    case 'judge': {
      const report = judge(await readBundleDirectory(argument!));
      return { visits: report.summary.visits, reportKB: Math.round(formatReport(report).length / 1024) };
    }
    case 'clean': {
      const { clean, failures } = selfTest({ seed: 1_000_000, clean: Number(argument), perLie: 0 });
      return { ...clean, failures };
    }
    default:
      return selfTest(command === 'quick' ? QUICK : THOROUGH);
  }
}
