import { Module } from '@nestjs/common';
import { DirectivesModule } from '../directives/directives.module.js';
import { Deliveries } from './deliveries.service.js';
import { Deliverer } from './delivery/deliverer.service.js';
import { DeliveryRecords } from './delivery/delivery-records.service.js';
import { WebhookTargets } from './delivery/webhook-targets.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.service.js';

/** Institutions are called when there is something for them to do. */
@Module({
  imports: [DirectivesModule],
  controllers: [WebhooksController],
  providers: [Webhooks, Deliveries, Deliverer, DeliveryRecords, WebhookTargets],
})
export class WebhooksModule {}
