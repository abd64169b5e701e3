import { startService } from '@visits/service';
import { PeerModule } from './peer.module';

// The bench's peers: the clock's own shell with all its hooks, around another way of counting.
await startService({ name: 'clock', module: (settings) => PeerModule.of(settings, process.env.BENCH_PEER) });
