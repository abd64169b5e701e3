// Not jest.config.mjs: `nx test` must not find it. It needs the bundles and a browser: `npm run test:browser`.
import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'browser', testTimeout: 60_000, maxWorkers: 1 };
