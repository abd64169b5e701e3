import preset from '../../jest.preset.mjs';

// These suites mostly wait for services that stop: side by side they take half of the time.
export default { ...preset, displayName: 'service', maxWorkers: 2 };
