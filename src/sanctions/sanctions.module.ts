import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module.js';
import { SanctionsService } from './sanctions.service.js';
import { TimelineController } from './timeline.controller.js';
import { TimelineService } from './timeline.service.js';

@Module({
  imports: [RegistryModule],
  controllers: [TimelineController],
  providers: [SanctionsService, TimelineService],
  exports: [SanctionsService],
})
export class SanctionsModule {}
