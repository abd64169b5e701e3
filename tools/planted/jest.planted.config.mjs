// Not jest.config.mjs: `nx test` must not find it. Each bug is a simulation of its own: `npm run test:planted`.
import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'planted', testTimeout: 300_000, maxConcurrency: 2 };
