export { Condition, type Trouble } from './condition';
export { HealthModule } from './health.module';
