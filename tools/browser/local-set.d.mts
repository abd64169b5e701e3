export class LocalSet {
  static start(options: { clocks: number; calculators: number; prometheus?: boolean }): Promise<LocalSet>;
  readonly prometheus: string;
  readonly basePort: number;
  readonly clock: string;
  readonly calculator: string;
  pidOf(pod: string): number;
  holdDown(pod: string): () => void;
  urlOf(pod: string): string;
  counted(app: 'clock' | 'calculator'): Promise<number>;
  stop(): Promise<void>;
}
