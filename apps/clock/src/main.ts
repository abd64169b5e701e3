import { startService } from '@visits/service';
import { clock } from './clock';

await startService(clock);
