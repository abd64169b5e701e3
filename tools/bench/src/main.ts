import { startService } from '@visits/service';
import { measureFsck } from './fsck';
import { measureOpen } from './open';
import { PeerModule } from './peer.module';

const { BENCH_PEER, BENCH_DIR = 'tmp', BENCH_LINES = '1000,10000000', BENCH_RUNS = '41' } = process.env;

if (BENCH_PEER === 'open') {
  const figures = await measureOpen(BENCH_DIR, BENCH_LINES.split(',').map(Number), Number(BENCH_RUNS));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} else if (BENCH_PEER === 'fsck') {
  const figures = await measureFsck(BENCH_DIR, 2_000_000, 9);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} else {
  // The bench's peers: the clock's own shell with all its hooks, around another way of counting.
  await startService({ name: 'clock', module: (settings) => PeerModule.of(settings, BENCH_PEER) });
}
