import { Module } from '@nestjs/common';
import { IndexMetrics } from './index-metrics.js';
import { Restrictions } from './restrictions.service.js';

@Module({ providers: [Restrictions, IndexMetrics], exports: [Restrictions] })
export class RestrictionsModule {}
