import verify from './jest.verify.config.mjs';

export { missing } from './jest.cluster.config.mjs';

/** An image for each lie, and a run of the proof on it: some twenty minutes. */
export default { ...verify, displayName: 'e2e:lies', testMatch: ['**/verify-lies.spec.ts'] };
