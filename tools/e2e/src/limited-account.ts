import { writeFileSync } from 'node:fs';
import { config } from './cluster';
import { kubectl } from './kubectl';
import type { Namespace } from './namespace';

/** A service account that may nothing at all until it is granted; its kubeconfig is `file`. */
export async function limitedAccount(namespace: Namespace, file: string): Promise<void> {
  await namespace.kubectl(['create', 'serviceaccount', 'limited']);
  const { stdout: token } = await namespace.kubectl(['create', 'token', 'limited', '--duration=2h']);
  const own = JSON.parse(config.exportConfig()) as {
    users: { name: string; user: object }[];
    contexts: { context: { user: string } }[];
  };
  own.users = [{ name: 'limited', user: { token: token.trim() } }];
  for (const { context } of own.contexts) context.user = 'limited';
  writeFileSync(file, JSON.stringify(own));
}

/** Binds it to the roles that `visits verify rbac` printed, and to nothing else. */
export async function grant(namespace: Namespace, roles: string): Promise<void> {
  await kubectl(['apply', '-f', '-'], roles);
  const account = `--serviceaccount=${namespace.name}:limited`;
  await namespace.kubectl(['create', 'rolebinding', 'limited', '--role=visits-verify', account]);
  await kubectl(['create', 'clusterrolebinding', 'visits-verify', '--clusterrole=visits-verify', account]);
}

/** What has no namespace goes with no namespace. */
export async function revoke(): Promise<void> {
  await kubectl(['delete', 'clusterrole,clusterrolebinding', 'visits-verify', '--ignore-not-found']);
}
