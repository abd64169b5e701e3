import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'checks:smoke', roots: ['<rootDir>/smoke'], testTimeout: 120_000 };
