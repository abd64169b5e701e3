import { type Files, judge, QUICK, readBundleDirectory, type Report, selfTest } from '@visits/proof';

export interface Judged {
  readonly report: Report;
  readonly bundle: Files;
}

/** Judges a bundle, anywhere and as often as one likes; writes nothing. The judge first convicts one of each lie. */
export async function judgeDirectory(directory: string, challenge?: string): Promise<Judged> {
  const bundle = await readBundleDirectory(directory);
  const { clean, lies, passed } = selfTest(QUICK);
  return { bundle, report: judge(bundle, { challenge, selfTest: { clean, lies, passed } }) };
}
