/** How a simulated set behaves; nothing set is honest and lucky. Shares are of visits, times in milliseconds. */
export interface Behaviour {
  /** Lines of this long before the kill were acknowledged and never durable. */
  readonly losesBeforeKillMs?: number;
  /** The disruption is a power cut instead of a kill. */
  readonly power?: true;
  readonly countsTwice?: number;
  readonly countsProbes?: true;
  readonly countsRefused?: true;
  readonly sharesReceipts?: number;
  /** Begins so far below its count after the restart. */
  readonly restartsBelow?: number;
  /** Cuts so many lines off at the restart. */
  readonly cutsAtRestart?: number;
  readonly restartsLog?: true;
  readonly refillsBaseline?: true;
  readonly receiptsOff?: number;
  readonly rewritesId?: true;
  readonly twoWriters?: true;
  readonly totalOfLivePods?: true;
  readonly skipsCounts?: number;
  readonly flipsByte?: true;
  /** What is not the service's doing. */
  readonly proxyRetries?: number;
  readonly clockStepsMs?: number;
  readonly otherClients?: number;
  readonly cutsLedger?: true;
  readonly cutsCopy?: true;
  readonly writerStarves?: true;
}
