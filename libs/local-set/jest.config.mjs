import preset from '../../jest.preset.mjs';

// These suites mostly wait for processes: side by side they take half the time.
export default { ...preset, displayName: 'local-set', maxWorkers: 2 };
