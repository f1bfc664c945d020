import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentOfficer, Officers } from '../../institutions/access.js';
import type { OfficerPrincipal } from '../../institutions/principal.js';
import { Clock } from '../../platform/clock.js';
import { faultAt, normalisedCardNumber, normalisedInstant } from '../../platform/normalised.js';
import { CardOrderViews } from './card-order-view.service.js';
import { CardOrderDetail, CardOrderDto, CardOrderPage, CardOrdersQuery, OrderReasonDto } from './card-order.dto.js';
import { CardOrders } from './card-orders.service.js';

@ApiTags('card orders')
@Controller('v1/card-orders')
export class CardOrdersController {
  constructor(
    private readonly orders: CardOrders,
    private readonly views: CardOrderViews,
    private readonly clock: Clock,
  ) {}

  /**
   * A `stop_payment` by one officer stands at once, for 48 hours; a `freeze` is proposed, and stands for six months when another
   * officer approves it. The directive goes to the institution that keeps the card, whether or not it has registered it. Answers
   * about the card (`/v1/decisions`) are not changed by an order: the institution carries it out.
   */
  @Post()
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '紧急止付、提请冻结 · Stop payments from a card, or propose a freeze' })
  @ApiCreatedResponse({ type: CardOrderDetail })
  async issue(@Body() body: CardOrderDto, @CurrentOfficer() officer: OfficerPrincipal): Promise<CardOrderDetail> {
    const { kind, card, institutionCode, caseNo, grounds } = body;
    const order = await this.orders.issue(officer, {
      kind,
      card: { kind: card.kind, number: normalisedCardNumber(card.number, 'card.number') },
      ...(institutionCode === undefined ? {} : { institutionCode }),
      caseNo,
      grounds,
      reportedAt: body.reportedAt === undefined ? null : this.past(body.reportedAt),
    });
    return this.views.detailOf(order);
  }

  /** Newest first, card numbers masked. */
  @Get()
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '止付、冻结 · Card orders' })
  @ApiOkResponse({ type: CardOrderPage })
  page(@Query() query: CardOrdersQuery): Promise<CardOrderPage> {
    return this.views.page(query);
  }

  @Get(':id')
  @Officers('submitter', 'approver', 'appeals', 'auditor')
  @ApiOperation({ summary: '一项止付或者冻结 · A card order' })
  @ApiOkResponse({ type: CardOrderDetail })
  get(@Param('id', ParseUUIDPipe) id: string): Promise<CardOrderDetail> {
    return this.views.get(id);
  }

  /** Proposes one more term, counted from the end of the one before. It stands on; another officer approves the extension. */
  @Post(':id/extend')
  @HttpCode(200)
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '提请延长 · Propose to extend a card order' })
  @ApiOkResponse({ type: CardOrderDetail })
  async extend(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CardOrderDetail> {
    return this.views.detailOf(await this.orders.extend(id, officer));
  }

  /** By another officer than the one who proposed the freeze or the extension. */
  @Post(':id/approve')
  @HttpCode(200)
  @Officers('approver')
  @ApiOperation({ summary: '批准冻结、延长 · Approve a freeze or an extension' })
  @ApiOkResponse({ type: CardOrderDetail })
  async approve(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CardOrderDetail> {
    return this.views.detailOf(await this.orders.approve(id, officer));
  }

  /** A freeze ends before it began; of an extension only the proposal ends, and the order stands until its time is over. */
  @Post(':id/reject')
  @HttpCode(200)
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '驳回、撤回冻结或者延长 · Reject or take back a freeze or an extension' })
  @ApiOkResponse({ type: CardOrderDetail })
  async reject(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: OrderReasonDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CardOrderDetail> {
    return this.views.detailOf(await this.orders.reject(id, officer, reason));
  }

  /** At once, by one officer: to free somebody takes no second one. */
  @Post(':id/release')
  @HttpCode(200)
  @Officers('submitter', 'approver')
  @ApiOperation({ summary: '解除止付、冻结 · Release a card' })
  @ApiOkResponse({ type: CardOrderDetail })
  async release(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: OrderReasonDto,
    @CurrentOfficer() officer: OfficerPrincipal,
  ): Promise<CardOrderDetail> {
    return this.views.detailOf(await this.orders.release(id, officer, reason));
  }

  private past(said: string): Date {
    const instant = normalisedInstant(said, 'reportedAt');
    if (instant > this.clock.now()) throw faultAt('reportedAt', 'isInstant');
    return instant;
  }
}
