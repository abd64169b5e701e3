interface Route {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Which methods each path knows: Fastify's router can not tell, and 405 must name them. */
export class RouteTable {
  private readonly routes = new Map<string, Route>();

  add(template: string, methods: readonly string[]): void {
    // A catch-all is middleware, not an address.
    if (template.includes('*')) return;
    const known = this.routes.get(template);
    const route = known ?? { pattern: patternOf(template), methods: new Set<string>() };
    for (const method of methods) route.methods.add(method);
    if (!known) this.routes.set(template, route);
  }

  /** Sorted; empty where no route has this path. */
  methodsOf(url: string): string[] {
    const path = url.replace(/[?#].*$/s, '');
    const methods = [...this.routes.values()]
      .filter((r) => r.pattern.test(path))
      .flatMap((r) => [...r.methods]);
    return [...new Set(methods)].sort();
  }
}

function patternOf(template: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = template.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : literal(part)));
  return new RegExp(`^${parts.join('/')}$`);
}
