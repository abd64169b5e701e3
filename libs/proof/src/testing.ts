/** For the tests of those who show reports: bundles of simulated runs, honest and lying. */
export { simulatedFiles } from './self-test/self-test';
