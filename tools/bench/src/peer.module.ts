import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '@visits/service';
import { mkdirSync } from 'node:fs';
import { PeerController } from './peer.controller';
import { PEERS } from './peers';

@Module({})
export class PeerModule {
  static of(settings: Settings, peer = 'hello'): DynamicModule {
    mkdirSync(settings.dataDir, { recursive: true });
    const count = PEERS[peer]?.(settings.dataDir);
    if (!count) throw new Error(`BENCH_PEER is one of ${Object.keys(PEERS).join(', ')}`);
    return {
      module: PeerModule,
      controllers: [PeerController],
      providers: [
        { provide: 'COUNT', useValue: count },
        { provide: 'POD', useValue: settings.podName },
      ],
    };
  }
}
