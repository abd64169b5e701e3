// Not jest.config.mjs: `nx test` must not find it. It needs the bundles and a second Node: `npm run test:smoke`.
import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'smoke', testTimeout: 120_000 };
