/** What could not be undone, and the command that does it. */
export interface Leftover {
  readonly object: string;
  readonly why: string;
  readonly command: string;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
