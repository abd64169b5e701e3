import { Inject, Injectable } from '@nestjs/common';
import { ordinalOf } from '@visits/cluster';
import { Journal } from '@visits/persistence';
import { PROCESS, type ProcessIdentity, SETTINGS, type Settings } from '@visits/service';

export interface Identity {
  readonly pod: string;
  readonly ordinal: number | null;
  readonly replica: string | null;
}

/** Who answers, three ways: name and ordinal, volume, process. */
@Injectable()
export class PodIdentity {
  readonly pod: string;
  readonly ordinal: number | null;
  readonly boot: string;
  /** Where the count lives, in words: the claim, or the directory where no claim is known. */
  readonly storage: { readonly kind: 'claim' | 'directory'; readonly name: string };

  constructor(
    @Inject(SETTINGS) settings: Settings,
    @Inject(PROCESS) process: ProcessIdentity,
    @Inject(Journal) private readonly journal: Journal,
  ) {
    this.pod = settings.podName;
    this.ordinal = ordinalOf(settings.podName);
    this.boot = process.boot;
    this.storage = settings.claimName
      ? { kind: 'claim', name: settings.claimName }
      : { kind: 'directory', name: settings.dataDir };
  }

  /** The replica is read each time: a volume that came back may be another one. */
  now(): Identity {
    return { pod: this.pod, ordinal: this.ordinal, replica: this.journal.status().replica };
  }
}
