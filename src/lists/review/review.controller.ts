import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Officers } from '../../institutions/access.js';
import { ComparisonQuery, ComparisonResponse } from './comparison.dto.js';
import { Comparisons } from './comparisons.service.js';
import { ExecutionResponse } from './execution.dto.js';
import { Executions } from './executions.service.js';
import { Summaries } from './summaries.service.js';
import { SummaryResponse } from './summary.dto.js';

const PAGE = 100;

/** What an officer looks at before signing a list, and what came of it afterwards. */
@ApiTags('sanction lists')
@Controller('v1/sanction-lists/:id')
@Officers('submitter', 'approver', 'auditor')
export class ReviewController {
  constructor(
    private readonly summaries: Summaries,
    private readonly comparisons: Comparisons,
    private readonly executions: Executions,
  ) {}

  /**
   * Who and how many, by ground and measure; minors, namesakes, chains that hit the cap; refused rows by reason; and whether the
   * list is unusually long. Computed by what an approval uses, without writing anything; of an approved list, what was made.
   */
  @Get('summary')
  @ApiOperation({ summary: '名单摘要 · Summary of a list' })
  summary(@Param('id', ParseUUIDPipe) id: string): Promise<SummaryResponse> {
    return this.summaries.of(id);
  }

  /** Which subjects or cards came, went and changed since the batch before; names and numbers masked. */
  @Get('comparison')
  @ApiOperation({ summary: '与上一批名单比较 · Comparison with the previous list' })
  comparison(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, ...filter }: ComparisonQuery,
  ): Promise<ComparisonResponse> {
    return this.comparisons.of(id, { ...filter, limit: limit ?? PAGE });
  }

  /** What institutions were told because of the list, and what they say they did, each institution by itself. */
  @Get('execution')
  @ApiOperation({ summary: '名单执行情况 · Execution of a list' })
  execution(@Param('id', ParseUUIDPipe) id: string): Promise<ExecutionResponse> {
    return this.executions.of(id);
  }
}
