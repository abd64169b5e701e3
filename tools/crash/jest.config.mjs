import preset from '../../jest.preset.mjs';

/** Only what takes no process: the suites have configurations of their own. */
export default { ...preset, displayName: 'crash', roots: ['<rootDir>/lies/plants'] };
