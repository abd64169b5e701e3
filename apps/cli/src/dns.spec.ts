import type { DnsReport } from '@visits/cluster';
import { dnsText } from './dns';

const found = (pod: string, address: string | null) => ({
  pod,
  name: `${pod}.clock-headless`,
  addresses: address === null ? [] : [address],
  problem: address === null ? 'It is not published.' : null,
  cure: address === null ? 'See kubectl.' : null,
});
const well: DnsReport = {
  service: 'clock-headless',
  findings: [found('clock-0', '10.0.0.1'), found('clock-1', '10.0.0.2')],
  problem: null,
  cure: null,
};

it('shows each sibling with its address', () => {
  expect(dnsText(well)).toBe(
    [
      'POD      ADDRESS   DNS',
      'clock-0  10.0.0.1  ok',
      'clock-1  10.0.0.2  ok',
      '',
      'clock-headless: 2 of 2 resolve',
      '',
    ].join('\n'),
  );
});

it('says of each that fails why, and what to do', () => {
  const report = { ...well, findings: [...well.findings, found('clock-2', null)] };
  expect(dnsText(report)).toContain(
    'clock-headless: 2 of 3 resolve\n  clock-2: It is not published. See kubectl.\n',
  );
});

it('says what is wrong with the Service', () => {
  const report = { ...well, findings: [], problem: 'It is not headless.', cure: 'Name another.' };
  expect(dnsText(report)).toBe('clock-headless:\n  It is not headless. Name another.\n');
});
