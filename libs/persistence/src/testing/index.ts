export { Random } from './random';
export { SimulatedDisk, type Call, type Fault, type Operation } from './simulated-disk';
export { diskError, type SimulatedVolume } from './simulated-volume';
export { findProblems, type Ledger } from './integrity';
export { SimulatedTime } from './simulated-time';
