import { startService } from '@visits/service';
import { calculator } from './calculator';

await startService(calculator);
