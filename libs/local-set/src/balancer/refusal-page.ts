/** Why the balancer itself answered, and no pod. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
}

/** The same for a browser. A page that was asked for (and no form that was sent) asks again until a pod answers. */
export function refusalPage(
  app: string,
  { status, code, detail, action }: Refusal,
  isAgain: boolean,
): string {
  const again = isAgain && status === 503;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${again ? '<meta http-equiv="refresh" content="1">\n' : ''}<title>${plain(detail)} · Visits ${plain(app)}</title>
<style>body { max-width: 36rem; margin: 3rem auto; padding: 0 1.25rem; font: 1.0625rem/1.55 system-ui, sans-serif; } h1 { font-size: 1.65rem; font-weight: 400; }</style>
</head>
<body>
<main>
<p>${status} · <code>${plain(code)}</code></p>
<h1>${plain(detail)}</h1>
<p>${again ? 'This page asks again by itself.' : plain(action)}</p>
</main>
</body>
</html>
`;
}

const plain = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
