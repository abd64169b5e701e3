export class LocalSet {
  static start(replicas: { clocks: number; calculators: number }): Promise<LocalSet>;
  readonly basePort: number;
  readonly clock: string;
  readonly calculator: string;
  pidOf(pod: string): number;
  urlOf(pod: string): string;
  stop(): Promise<void>;
}
