import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { maxReplicas, portsOf } from '@visits/local-set';
import { render } from '@visits/testing/kubectl';
import { Manifests } from '@visits/testing/manifests';
import { forwardsOf, readPage } from '@visits/testing/pages/page';
import { workspaceRoot } from '@visits/testing/workspace';

const { version } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  version: string;
};
/** What the pages deploy; every command in them is about it, or about a copy in the namespace `lab`. */
const overlay = 'deploy/overlays/loadbalancer-trio';
const { objects, sets, namespaces } = Manifests.parse(render(overlay));
const replicas = sets[0]!.spec!.replicas!;
const known = new Set(objects.map(({ kind, metadata }) => `${kind?.toLowerCase()}/${metadata?.name}`));

const pages = ['docs/quick-start.md', 'docs/lab-map.md', 'deploy/README.md', 'docs/guarantees.md'];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(workspaceRoot, page), 'utf8');
  const { blocks, faults } = readPage(text);
  const commands = blocks.flatMap(({ script }) =>
    script.split('\n').map((line) => line.replace(/\s+# .*$/, '')),
  );
  const inline = [...text.matchAll(/`(kubectl [^`]+)`/g)].map(([, command]) => command!);
  const kubectl = [...commands, ...inline].filter((line) => line.includes('kubectl '));
  const all = (pattern: RegExp): string[] =>
    [...commands, ...inline].flatMap((line) => [...line.matchAll(pattern)].map(([, found]) => found!));

  it('has commands', () => {
    expect(kubectl.length).toBeGreaterThan(page.includes('guarantees') ? 0 : 5);
  });

  it('applies and names folders that exist', () => {
    const folders = [...all(/ -k (\S+)/g), ...all(/(?:\.\.\/)*(deploy\/(?:overlays|components)\/[\w-]+)/g)];
    const written = all(/^cat > (\S+)\/kustomization\.yaml/g);
    const missing = folders.filter(
      (folder) => !written.includes(folder) && !existsSync(join(workspaceRoot, folder)),
    );
    expect(missing).toEqual([]);
  });

  it('has blocks that a test can run, and a reason for each that none can', () => {
    expect(faults).toEqual([]);
  });

  it('forwards to ports that `npm start` leaves alone', () => {
    const local = portsOf(8000, { clock: maxReplicas, calculator: maxReplicas });
    const forwarded = blocks.flatMap(({ script }) => forwardsOf(script));
    expect(forwarded.filter((port) => local.includes(port))).toEqual([]);
  });

  it('links to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!);
    const missing = links.filter((link) => !existsSync(join(workspaceRoot, dirname(page), link)));
    expect(missing).toEqual([]);
  });

  it('builds and loads the image that the manifests name', () => {
    expect(new Set(all(/\b(visits:[\d.]+)/g))).toEqual(
      new Set(/lab-map|guarantees/.test(page) ? [] : [`visits:${version}`]),
    );
  });

  it('stays in the namespace of its overlay, or in one that it makes itself', () => {
    const made = [
      ...namespaces.map(({ metadata }) => metadata?.name),
      ...(text.match(/(?<=^namespace: )\S+/gm) ?? []),
    ];
    expect(all(/kubectl -n (\S+)/g).filter((namespace) => !made.includes(namespace))).toEqual([]);
  });

  it('names only sets, Services and pods that there are', () => {
    const named = all(/\b((?:statefulset|service|pod)[/ ](?!.*-l )[a-z][\w-]*)/g).map((name) =>
      name.replace(' ', '/'),
    );
    const pods = Array.from({ length: replicas }, (_, ordinal) => `pod/clock-${ordinal}`);
    expect(named.filter((name) => !known.has(name) && !pods.includes(name))).toEqual([]);
    expect(all(/exec (\S+)/g).filter((pod) => !pods.includes(`pod/${pod}`))).toEqual([]);
  });
});
