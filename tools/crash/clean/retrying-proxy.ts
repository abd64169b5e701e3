import { plant, readSources } from '@visits/testing/planted/planted';

/**
 * The set's balancer as a proxy that repeats each visit, as one does that has lost the first answer: two requests reach
 * a pod, and the client hears of the second alone.
 */
export const retryingProxy: Record<string, string> = Object.fromEntries(
  plant(readSources(['local-set']), [
    {
      find: "this.server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));",
      // To be sent twice it is read first.
      replace:
        "this.server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => done(null, JSON.parse(String(text))));",
    },
    {
      find: "this.server.all('*', (request, reply) => this.forward(request, reply, []));",
      replace: `this.server.all('*', async (request, reply) => {
        const pod = this.targets().find(({ ready }) => ready);
        const { method, url, body } = request;
        const content = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
        if (pod) await fetch(pod.origin + url, { method, ...content }).catch(() => undefined);
        return this.forward(request, reply, []);
      });`,
    },
  ]),
);
