import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '@visits/service';
import { PeerController } from './peer.controller';
import { sqliteCounter } from './sqlite-counter';

@Module({})
export class PeerModule {
  static of(settings: Settings, peer = 'hello'): DynamicModule {
    const count = peer === 'sqlite' ? sqliteCounter(settings.dataDir) : () => 0;
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
