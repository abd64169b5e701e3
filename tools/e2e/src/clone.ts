import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { workspaceRoot } from '@visits/testing/workspace';
import { binary } from './kubectl';

/** The clone as somebody has it who follows a page: what they write there is written elsewhere, and goes. */
export class Clone {
  private readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'visits-e2e-clone-')));
  readonly root = join(this.folder, 'visits');

  constructor() {
    mkdirSync(this.root);
    for (const name of readdirSync(workspaceRoot))
      if (name !== 'tmp') symlinkSync(join(workspaceRoot, name), join(this.root, name));
    mkdirSync(join(this.folder, 'bin'));
    if (binary.includes('/')) symlinkSync(binary, join(this.folder, 'bin/kubectl'));
  }

  /** Finds our own kubectl first. */
  get env(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${join(this.folder, 'bin')}${delimiter}${process.env.PATH}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
