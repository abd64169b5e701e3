import { formatLine, type Visit } from '@visits/persistence';

/** As it stands in the log, without a trailer. A text keeps its control characters escaped: one visit is one line. */
export const textLine = ({ n, at, text }: Visit): string => `${formatLine(at, n, text)}\n`;

export const jsonLine = ({ n, at, text }: Visit): string => `${JSON.stringify({ n, at, text })}\n`;
