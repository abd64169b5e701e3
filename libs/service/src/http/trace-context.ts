const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;

/**
 * The trace that a request belongs to, 32 hex digits; undefined where `traceparent` is absent or not valid. Later
 * versions may append fields, version 00 has none. Source: https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceIdOf(traceparent: string | string[] | undefined): string | undefined {
  if (typeof traceparent !== 'string') return undefined;
  const [, version, traceId, parentId, more] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  const isValid = /[^0]/.test(traceId as string) && /[^0]/.test(parentId as string);
  return isValid ? traceId : undefined;
}
