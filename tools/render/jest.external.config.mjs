// Not jest.config.mjs: `nx test` must not find it. It installs linters that npm does not have: `npm run test:manifests`.
import preset from '../../jest.preset.mjs';

// The first run installs: kube-score alone is a minute of compiling.
export default { ...preset, displayName: 'manifests', roots: ['<rootDir>/external'], testTimeout: 600_000 };
