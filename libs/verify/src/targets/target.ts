import type { App, FactsInput } from '@visits/proof';
import type { Seen } from '../bundle/observations';
import type { Look } from '../wait';
import type { ClusterActions } from './cluster-actions';

/** A pod as its set has it now. */
export interface TargetPod {
  readonly app: App;
  readonly name: string;
  readonly ordinal: number;
  readonly uid: string;
  readonly claim: string;
  /** What the claim is made of: a directory, a volume's name. */
  readonly volume: string;
  readonly claimUid?: string;
  readonly node?: string;
  /** Its own address. */
  readonly origin: string;
  readonly ready: boolean;
  /** Its state in a word, and why where it is not ready. */
  readonly why: string;
}

/** How long each change may take, from the set's own settings. */
export interface Deadlines {
  readonly readyMs: number;
  readonly stopMs: number;
}

/** Who hears what a target sees by itself. */
export interface TargetEvents {
  onPod(pod: TargetPod): void;
  /** A process has ended; 128 and the signal's number where a signal ended it. */
  onGone(pod: TargetPod, exit: number | undefined, why: string): void;
}

/** What a target can say to the run. */
export interface TargetRun extends TargetEvents {
  see(seen: Seen): void;
  onWaiting(what: string, why: string): void;
}

/** What is tested, as the engine and the scenarios see it. Each method that changes something resolves when it is done. */
export interface Target {
  /** It writes down its own calls. */
  readonly recordsCalls: boolean;
  readonly apps: readonly App[];
  readonly replicas: number;
  readonly deadlines: Deadlines;
  start(signal: AbortSignal): Promise<void>;
  /** Everything of the run's own goes, its data too unless it is kept. */
  stop(): Promise<void>;
  /** At once, without a drain. */
  kill(): void;
  pods(app: App): readonly TargetPod[];
  /** Through which any pod is reached. */
  service(app: App): string;
  /** All expected pods, each with the expected UID, are ready. */
  settled(app: App): Look<void>;
  /** Deletes a pod; its successor has another UID. */
  replace(app: App, ordinal: number): Promise<void>;
  /** Ends the process without a drain; resolves when it is dead. */
  killProcess(app: App, ordinal: number): Promise<void>;
  scale(app: App, replicas: number): Promise<void>;
  /** A new template: every pod anew; gives them in the order in which they were seen to go. */
  roll(
    app: App,
    signal: AbortSignal,
    before: (pod: TargetPod) => Promise<void>,
  ): Promise<readonly Replaced[]>;
  addSecondWriter(app: App, ordinal: number): Promise<SecondWriter>;
  /** Whose volumes the hooks reach, each with what its command finds in its environment. */
  hooked(): readonly Hooked[];
  /** Processes of these pods die at once, and none is started; gives what starts them again. */
  powerOff(pods: readonly TargetPod[]): Promise<() => Promise<void>>;
  /** What only a cluster has. */
  readonly cluster?: ClusterActions;
  /** Fills the volumes of all pods by itself, and gives what frees them; a hook does it elsewhere. */
  fill?(): Promise<() => Promise<void>>;
  /** Copies the claim's files; throws where they cannot be read. */
  copyVolume(pod: TargetPod, to: string): Promise<readonly FileRead[]>;
  /** What the volumes lie on: `loop`, or the device. */
  readonly device: string;
  facts(): Pick<FactsInput, 'target' | 'sets' | 'keepBytes' | 'cluster' | 'storage' | 'nodes' | 'notTested'>;
}

export interface Replaced {
  readonly name: string;
  /** Whose successors were not ready yet when it went. */
  readonly away: readonly string[];
}

export interface Hooked {
  readonly env: Readonly<Record<string, string>>;
  readonly pods: readonly TargetPod[];
}

export interface FileRead {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** The copy has only what follows this byte. */
  readonly from?: number;
}

export interface SecondWriter {
  readonly pod: TargetPod;
  /** Ready, and why not. */
  state(): { readonly ready: boolean; readonly why: string };
  remove(): Promise<void>;
}
