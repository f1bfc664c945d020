import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clients, Officers } from '../../institutions/access.js';
import { languageOf } from '../../platform/language.js';
import { CatalogueResponse } from './catalogue.dto.js';
import { Catalogues } from './catalogue.service.js';

@ApiTags('catalogue')
@Controller('v1/catalogue')
export class CatalogueController {
  constructor(private readonly catalogues: Catalogues) {}

  /**
   * What the words of this API are called, in the language of the request: those of the rulebook in force, and the service's own. It
   * changes with a rulebook: ask again with `If-None-Match`.
   */
  @Get()
  @Officers()
  @Clients()
  @ApiOperation({ summary: '目录:各代码的名称 · Names of all words' })
  @ApiOkResponse({ type: CatalogueResponse })
  @ApiResponse({ status: 304, description: 'As in the answer of that ETag' })
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { catalogue, tag } = this.catalogues.current(languageOf(request) === 'en' ? 'en' : 'zh');
    reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'accept-language' });
    if (isKnown(request.headers['if-none-match'], tag)) await reply.status(304).send();
    else await reply.send(catalogue);
  }
}

/** Weak comparison, as RFC 9110, 13.1.2 asks for. */
function isKnown(header: string | undefined, tag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(tag);
}
