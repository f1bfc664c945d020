import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clients, CurrentClient } from '../../institutions/access.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { PageQueryDto } from '../../platform/page-query.dto.js';
import { Deliveries } from './deliveries.service.js';
import { Deliverer } from './delivery/deliverer.service.js';
import {
  NewWebhookRequest,
  RotateWebhookSecretRequest,
  WebhookChangeRequest,
  WebhookDeliveryPage,
  WebhookDeliveryView,
  WebhookSecretResponse,
  WebhooksResponse,
  WebhookView,
} from './webhook.dto.js';
import { Webhooks } from './webhooks.service.js';

@ApiTags('webhooks')
@Controller('v1/webhooks')
@Clients('directives')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly deliveries: Deliveries,
    private readonly deliverer: Deliverer,
  ) {}

  /**
   * Calls the institution when there is something for it. Messages follow Standard Webhooks and name nobody:
   * `{type, timestamp, data: {count, cursor}}`; the cursor is for `GET /v1/directives`. At least once: the same message may come
   * again under the same `webhook-id`. The secret is shown this once.
   */
  @Post()
  @ApiOperation({ summary: '登记回调端点 · Register a webhook' })
  create(@Body() body: NewWebhookRequest, @CurrentClient() client: ClientPrincipal): Promise<WebhookSecretResponse> {
    return this.webhooks.create(body, client);
  }

  /** The institution's own. */
  @Get()
  @ApiOperation({ summary: '本机构的回调端点 · Own webhooks' })
  async list(@CurrentClient() client: ClientPrincipal): Promise<WebhooksResponse> {
    return { items: await this.webhooks.list(client) };
  }

  /** Switches it off, or on again. */
  @Patch(':id')
  @ApiOperation({ summary: '启用或停用回调端点 · Enable or disable a webhook' })
  async amend(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { enabled }: WebhookChangeRequest,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<WebhookView> {
    const view = await this.webhooks.setEnabled(id, enabled, client);
    if (enabled) this.deliverer.wake();
    return view;
  }

  /** It is not called any more; its delivery log stays. */
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: '删除回调端点 · Delete a webhook' })
  async remove(@Param('id', ParseUUIDPipe) id: string, @CurrentClient() client: ClientPrincipal): Promise<void> {
    await this.webhooks.remove(id, client);
  }

  /** During the overlap every delivery carries a signature of both secrets. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({ summary: '轮换签名密钥 · Rotate the secret of a webhook' })
  rotateSecret(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { overlapHours }: RotateWebhookSecretRequest,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<WebhookSecretResponse> {
    return this.webhooks.rotateSecret(id, overlapHours, client);
  }

  /** Sends `webhook.test`; how it went is in the delivery log a moment later. */
  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({ summary: '试投递 · Try a webhook' })
  test(@Param('id', ParseUUIDPipe) id: string, @CurrentClient() client: ClientPrincipal): Promise<WebhookDeliveryView> {
    return this.deliveries.test(id, client);
  }

  /** What was sent, every attempt, and what comes next; newest first. */
  @Get(':id/deliveries')
  @ApiOperation({ summary: '投递记录 · Delivery log' })
  log(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<WebhookDeliveryPage> {
    return this.deliveries.page(id, query, client);
  }

  /** Sends it again under the same `webhook-id`, delivered or not. */
  @Post(':id/deliveries/:deliveryId/replay')
  @HttpCode(202)
  @ApiOperation({ summary: '重新投递 · Replay a delivery' })
  replay(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('deliveryId', ParseUUIDPipe) deliveryId: string,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<WebhookDeliveryView> {
    return this.deliveries.replay(id, deliveryId, client);
  }
}
