import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { NoticeNumbers } from './notice-numbers.service.js';
import { NoticedSanctions } from './noticed-sanctions.service.js';
import { NoticesController } from './notices.controller.js';
import { Notices } from './notices.service.js';
import { Press } from './press/press.service.js';
import { Servings } from './servings.service.js';

/** Written notices (惩戒告知书, 解除惩戒告知书) and their service. */
@Module({
  imports: [DecisionsModule],
  controllers: [NoticesController],
  providers: [NoticedSanctions, NoticeNumbers, Notices, Press, Servings],
  exports: [NoticeNumbers],
})
export class NoticesModule {}
