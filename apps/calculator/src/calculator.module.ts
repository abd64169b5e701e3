import { Module } from '@nestjs/common';
import { HealthModule } from '@visits/health';
import { VisitsModule } from '@visits/visits';
import { CalculatorMetrics } from './calculator-metrics';
import { CalculatorController } from './calculator.controller';
import { CalculatorService } from './calculator.service';

@Module({
  imports: [VisitsModule, HealthModule],
  controllers: [CalculatorController],
  providers: [CalculatorMetrics, CalculatorService],
})
export class CalculatorModule {}
