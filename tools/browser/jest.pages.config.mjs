import preset from '../../jest.preset.mjs';
import { chromiumPath, isChromiumHere } from './chromium.mjs';

export default { ...preset, displayName: 'browser:pages', testTimeout: 180_000, maxWorkers: 1 };

export const missing = () =>
  isChromiumHere() ? null : `it needs Chromium at ${chromiumPath}, or CHROMIUM to name it`;
