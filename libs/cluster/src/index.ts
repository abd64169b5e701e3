export { ordinalOf } from './identity';
