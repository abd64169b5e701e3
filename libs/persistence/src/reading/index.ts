// What only looks at a volume may import, and nothing else of this library: the metrics sidecar never writes.
export { openVolume } from '../volume/file';
export { readVolume, type VolumeReading } from './reader';
