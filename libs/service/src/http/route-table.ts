import { pathOf } from './request-target';

interface Route {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Which methods each path knows: Fastify's router cannot tell, and 405 must name them. OPTIONS is answered everywhere. */
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

  /** Sorted; empty where no route has this path. `*` is the server as a whole. */
  methodsOf(url: string): string[] {
    const path = pathOf(url);
    const methods = [...this.routes.values()]
      .filter((route) => path === '*' || route.pattern.test(path))
      .flatMap((route) => [...route.methods]);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  }

  /** The templates, in the order of their registration. */
  paths(): string[] {
    return [...this.routes.keys()];
  }
}

function patternOf(template: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = template.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : literal(part)));
  return new RegExp(`^${parts.join('/')}$`);
}
