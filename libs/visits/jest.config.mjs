import preset from '../../jest.preset.mjs';

// These suites mostly wait for services that stop: side by side they take a third of the time.
export default { ...preset, displayName: 'visits', maxWorkers: 3 };
