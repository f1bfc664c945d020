import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { CreditFeedController } from './credit-feed.controller.js';
import { CreditFeed } from './credit-feed.service.js';

@Module({
  imports: [DecisionsModule],
  controllers: [CreditFeedController],
  providers: [CreditFeed],
})
export class CreditFeedModule {}
