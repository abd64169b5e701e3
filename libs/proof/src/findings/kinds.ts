import { type FindingKind, type Severity } from './registry';

const kindOf =
  <S extends Severity>(severity: S) =>
  (title: string, cause: string, look: string, fix: string): FindingKind & { severity: S } => ({
    ...{ severity, title, cause, look, fix },
  });

export const violated = kindOf('violated');
export const undecided = kindOf('undecided');
export const warning = kindOf('warning');
