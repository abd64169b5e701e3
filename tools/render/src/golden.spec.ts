import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from './kubectl';
import { kustomizations, workspaceRoot } from './workspace';

/** `npx nx golden render` writes them anew; look at the difference before you commit it. */
const write = process.env.WRITE_GOLDEN === '1';

it.each(kustomizations('overlays'))('%s renders as in its golden file', (overlay) => {
  const file = join(workspaceRoot, 'deploy/golden', `${overlay}.yaml`);
  const rendered = render(`deploy/overlays/${overlay}`);
  if (write) writeFileSync(file, rendered);
  expect(rendered).toBe(
    existsSync(file) ? readFileSync(file, 'utf8') : 'no golden file: npx nx golden render',
  );
});
