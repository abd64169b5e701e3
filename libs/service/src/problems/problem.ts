/** An error for the caller, as RFC 9457 sends it, and `code` and `action` beside. */
export interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
  /** Path that was asked for, without its query. */
  readonly instance?: string;
  /** Of the request's `traceparent`; the same stands in the log. */
  readonly trace_id?: string;
}

export interface ProblemOptions {
  readonly status: number;
  /** Stable, kebab-case; documented once, never reused. */
  readonly code: string;
  readonly title?: string;
  readonly detail: string;
  readonly action?: string;
  readonly cause?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere, it becomes the answer. Its texts are shown as they are: put no foreign text in them unescaped. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string | undefined;
  readonly detail: string;
  readonly action: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, title, detail, action, cause, headers }: ProblemOptions) {
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.action = action ?? '';
    this.headers = headers ?? {};
  }
}

/** `root` is the way up from the address to the service's root, such as `../`. */
export type ProblemRenderer = (problem: ProblemView, root: string) => string;
