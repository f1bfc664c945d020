import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Clients, CurrentClient } from '../../institutions/access.js';
import type { ClientPrincipal } from '../../institutions/principal.js';
import { languageOf } from '../../platform/language.js';
import { RetainedSimPages } from '../../registry/retained/retained-sim-pages.service.js';
import { RetainedSimView } from '../../registry/retained/retained-sim.dto.js';
import {
  KeepingEndRequest,
  RestorationRequest,
  RestorationResponse,
  RetainedChangeRequest,
} from './restoration.dto.js';
import { Keepings } from './keepings.service.js';
import { RestorationsService } from './restorations.service.js';

/** Of the demo data. */
const EXAMPLES = {
  counter: {
    summary: 'At the counter, in person (demo-carrier-a)',
    value: {
      subject: { idType: 'resident_id', idNumber: '500111188704051085' },
      card: { kind: 'mobile_sim', number: '19900093045' },
      channel: 'counter',
      inPerson: true,
    },
  },
};

@ApiTags('retained SIM')
@Controller('v1/sim-restorations')
@Clients('directives')
export class RestorationsController {
  constructor(
    private readonly restorations: RestorationsService,
    private readonly keepings: Keepings,
    private readonly register: RetainedSimPages,
  ) {}

  /**
   * A subject asks a carrier to restore the one number that is left to it. It is decided as any question (`mobile_sim.restore`,
   * `fixed_line.restore`), now, one after the other across all carriers; where the answer is ALLOW or ALLOW_LIMITED the number is kept
   * from this moment on, and stays so for as long as the subject's telecom sanctions follow on each other. Asked again, it answers what
   * is kept. REVIEW restores nothing: a person has to decide.
   */
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: '柜台恢复一个号码 · Restore the one number that is kept' })
  @ApiBody({ type: RestorationRequest, examples: EXAMPLES })
  @ApiOkResponse({ type: RestorationResponse })
  restore(
    @Body() body: RestorationRequest,
    @CurrentClient() client: ClientPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RestorationResponse> {
    return this.restorations.restore(body, client, languageOf(request));
  }

  /** Another number of the same carrier instead of the one that is kept, where the regime lets it be changed (`mobile_sim.change_retained`). */
  @Post(':id/change')
  @HttpCode(200)
  @ApiOperation({ summary: '更换保留的号码 · Change the number that is kept' })
  @ApiOkResponse({ type: RestorationResponse })
  change(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RetainedChangeRequest,
    @CurrentClient() client: ClientPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<RestorationResponse> {
    return this.restorations.change(id, body, client, languageOf(request));
  }

  /** The user gives the kept number up, or takes it to another carrier. It cannot be taken back: whoever gave it up gets no second. */
  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: '终止保留 · End the keeping of a number' })
  @ApiOkResponse({ type: RetainedSimView })
  async end(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: KeepingEndRequest,
    @CurrentClient() client: ClientPrincipal,
  ): Promise<RetainedSimView> {
    await this.keepings.end(id, reason === 'moved' ? 'move' : 'cancel', client);
    return this.register.byId(id, client);
  }
}
