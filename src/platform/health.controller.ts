import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Config } from '../config.js';
import { HealthDto, ReadyDto } from './health.dto.js';
import { HostMetrics } from './host-metrics.js';
import { Public, Unlimited } from './public.js';
import { Readiness } from './readiness.js';

/** For the machines that watch over the service. */
@ApiTags('operation')
@Public()
@Unlimited()
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: HostMetrics,
    private readonly config: Config,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: '进程存活', description: 'The process answers. Restart it when it does not.' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({
    summary: '可以受理请求',
    description:
      'The database answers, its schema is current, and the service is not shutting down; else a 503 problem.',
  })
  @ApiOkResponse({ type: ReadyDto })
  async ready(): Promise<ReadyDto> {
    await this.readiness.assertReady();
    return { status: 'ok', decisionLog: this.config.decisionLog };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    summary: '运行指标',
    description:
      'Prometheus text format, of all workers of this host together. Counts and durations by route pattern; nothing personal.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({
    schema: {
      type: 'string',
      example: '# HELP duanka_revision Last committed revision\n# TYPE duanka_revision gauge\nduanka_revision 42\n',
    },
  })
  async expose(): Promise<string> {
    return this.metrics.expose();
  }
}
