import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type Kind, KINDS, type ObjectOf, pathOf } from '../client/kinds';

interface Stored {
  readonly kind: Kind;
  readonly object: { metadata?: { name?: string; labels?: Record<string, string>; uid?: string } };
}

const NAMESPACE = 'lab';

/** As much of an API server as a client sees: objects of one namespace, made, listed, watched, had by name and deleted. */
export class ApiServer {
  /** A controller or a kubelet, as far as a test has one. */
  onMade: (kind: Kind, object: object) => void = () => undefined;
  /** What is answered in place of all that it would do. */
  refuses: (method: string, path: string) => number | undefined = () => undefined;
  /** By the pod's name. */
  readonly logs = new Map<string, string>();
  readonly kubeconfig: string;
  readonly #directory = mkdtempSync(join(tmpdir(), 'visits-api-'));
  readonly #objects = new Map<string, Stored>();
  /** All that happened, so that a watch misses nothing since its list. */
  readonly #events: { readonly kind: Kind; readonly version: number; readonly line: string }[] = [];
  readonly #watching = new Set<{ readonly kind: Kind; readonly answer: ServerResponse }>();
  readonly #server = createServer((request, answer) => void this.#onRequest(request, answer));
  #version = 1;

  private constructor() {
    this.kubeconfig = join(this.#directory, 'config');
  }

  static async start(): Promise<ApiServer> {
    const api = new ApiServer();
    await once(api.#server.listen(0, '127.0.0.1'), 'listening');
    const server = `http://127.0.0.1:${(api.#server.address() as AddressInfo).port}`;
    const config = {
      ...{
        clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
        users: [{ name: 'u', user: {} }],
      },
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: NAMESPACE } }],
      'current-context': 'x',
    };
    writeFileSync(api.kubeconfig, JSON.stringify(config));
    return api;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.#directory, { recursive: true });
  }

  /** Makes it, or puts it in the place of the one of its name. */
  put<K extends Kind>(kind: K, object: ObjectOf<K>): void {
    const { metadata } = object as Stored['object'];
    const key = `${kind}/${metadata?.name}`;
    const type = this.#objects.has(key) ? 'MODIFIED' : 'ADDED';
    const stored = {
      ...object,
      metadata: { namespace: NAMESPACE, ...metadata, resourceVersion: `${++this.#version}` },
    };
    this.#objects.set(key, { kind, object: stored });
    this.#tell(kind, type, stored);
  }

  remove(kind: Kind, name: string): void {
    const { object } = this.#objects.get(`${kind}/${name}`)!;
    this.#objects.delete(`${kind}/${name}`);
    const metadata = { ...object.metadata, resourceVersion: `${++this.#version}` };
    this.#tell(kind, 'DELETED', { ...object, metadata });
  }

  all(kind: Kind): object[] {
    return [...this.#objects.values()].filter((one) => one.kind === kind).map(({ object }) => object);
  }

  has(kind: Kind, name: string): boolean {
    return this.#objects.has(`${kind}/${name}`);
  }

  #tell(kind: Kind, type: string, object: object): void {
    const line = `${JSON.stringify({ type, object })}\n`;
    this.#events.push({ kind, version: this.#version, line });
    for (const one of this.#watching) if (one.kind === kind) one.answer.write(line);
  }

  async #onRequest(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { pathname, searchParams } = new URL(url, 'http://api');
    answer.setHeader('content-type', 'application/json');
    answer.statusCode = this.refuses(method, pathname) ?? 200;
    if (answer.statusCode !== 200) return void answer.end('{}');
    const kinds = (Object.keys(KINDS) as Kind[]).filter((one) => KINDS[one].namespaced);
    const kind = kinds.find((one) => `${pathname}/`.startsWith(`${pathOf(one, NAMESPACE)}/`));
    const [name = '', part] = kind ? pathname.slice(pathOf(kind, NAMESPACE).length + 1).split('/') : [];
    if (kind && method === 'POST') return void answer.end(JSON.stringify(await this.#make(kind, request)));
    if (!kind || (name && !this.has(kind, name))) {
      answer.statusCode = 404;
      return void answer.end(JSON.stringify({ reason: 'NotFound', message: pathname }));
    }
    if (searchParams.has('watch')) {
      const watching = { kind, answer };
      this.#watching.add(watching);
      answer.on('close', () => this.#watching.delete(watching));
      answer.flushHeaders();
      const since = Number(searchParams.get('resourceVersion'));
      for (const one of this.#events) if (one.kind === kind && one.version > since) answer.write(one.line);
      return;
    }
    if (part === 'log') return void answer.end(this.logs.get(name));
    if (name) answer.write(JSON.stringify(this.#objects.get(`${kind}/${name}`)!.object));
    else answer.write(JSON.stringify(this.#list(kind, searchParams.get('labelSelector') ?? '')));
    if (name && method === 'DELETE') this.remove(kind, name);
    answer.end();
  }

  async #make(kind: Kind, request: IncomingMessage): Promise<object> {
    const object = (await json(request)) as Stored['object'];
    const made = { ...object, metadata: { ...object.metadata, uid: randomUUID() } };
    this.put(kind, made);
    this.onMade(kind, made);
    return made;
  }

  #list(kind: Kind, selector: string): object {
    const wanted = selector.split(',').filter(Boolean);
    const items = this.all(kind) as Stored['object'][];
    const fits = ({ metadata }: Stored['object'], part: string) => {
      const [key = '', value] = part.split('=');
      const label = metadata?.labels?.[key];
      return value === undefined ? label !== undefined : label === value;
    };
    return {
      metadata: { resourceVersion: `${this.#version}` },
      items: items.filter((object) => wanted.every((part) => fits(object, part))),
    };
  }
}
