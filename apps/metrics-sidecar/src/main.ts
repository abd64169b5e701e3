import './heap';
import { startService } from '@visits/service';
import { SidecarModule } from './sidecar.module';

await startService({
  name: 'metrics-sidecar',
  module: (settings) => SidecarModule.of(settings),
  port: 'metricsPort',
  dataDir: 'read',
  admin: false,
});
