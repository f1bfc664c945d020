import { Module } from '@nestjs/common';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { RegistryModule } from '../../registry/registry.module.js';
import { SanctionsModule } from '../../sanctions/sanctions.module.js';
import { Convergence } from './convergence.js';
import { DirectiveNews } from './directive-news.js';
import { IssuingProgress } from './issuing-progress.js';
import { Issuing } from './issuing.service.js';
import { Releases } from './release-progress.service.js';
import { SubjectDirectivesController } from './subject-directives.controller.js';
import { SubjectDirectives } from './subject-directives.service.js';
import { SubjectSource } from './subject-source.js';

@Module({
  imports: [RegistryModule, DecisionsModule, SanctionsModule],
  controllers: [SubjectDirectivesController],
  providers: [Issuing, IssuingProgress, Convergence, DirectiveNews, Releases, SubjectSource, SubjectDirectives],
  exports: [Issuing, DirectiveNews, Releases, SubjectDirectives],
})
export class DirectivesModule {
  constructor(issuing: Issuing, subjects: SubjectSource) {
    issuing.add(subjects);
  }
}
