export { Random } from './testing/random';
export { SimulatedDisk, type Call, type Fault, type Operation } from './testing/simulated-disk';
export { diskError, type SimulatedVolume } from './testing/simulated-volume';
export { findProblems, type Ledger } from './testing/integrity';
export { SimulatedTime } from './testing/simulated-time';
