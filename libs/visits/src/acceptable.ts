import { Problem, problemCodes } from '@visits/service';
import { type MediaType, negotiate } from '@visits/web';

export const answerAsJsonOrHtml = ['application/json', 'text/html'] as const;

interface Asked {
  readonly headers: { readonly accept?: string | undefined };
}

/** The type to answer with; throws a 406 where the client accepts none of ours. */
export function acceptable<T extends MediaType>(request: Asked, offers: readonly [T, ...T[]]): T {
  const type = negotiate(request.headers.accept, offers);
  if (type) return type;
  const action = `Accept ${offers.join(' or ')}.`;
  throw new Problem({ ...problemCodes['not-acceptable'], code: 'not-acceptable', action });
}
