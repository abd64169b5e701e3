import { Module } from '@nestjs/common';
import { ClusterModule } from '@visits/cluster';
import { HealthModule } from '@visits/health';
import { VisitsModule } from '@visits/visits';
import { CalculatorMetrics } from './calculator-metrics';
import { CalculatorController } from './calculator.controller';
import { CalculatorService } from './calculator.service';

@Module({
  imports: [VisitsModule, ClusterModule, HealthModule],
  controllers: [CalculatorController],
  providers: [CalculatorMetrics, CalculatorService],
})
export class CalculatorModule {}
