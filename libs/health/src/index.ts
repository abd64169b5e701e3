export { Condition } from './condition';
export { HealthModule } from './health.module';
