import { type Link } from '@visits/web';

export interface HistoryPlaces {
  /** Under the service's root: `visits/log`. */
  readonly path: string;
  readonly links: readonly Link[];
}
