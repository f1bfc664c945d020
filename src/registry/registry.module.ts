import { Module } from '@nestjs/common';
import { CardBlacklistController } from './card-blacklist.controller.js';
import { CardBlacklistService } from './card-blacklist.service.js';
import { CardsController } from './cards.controller.js';
import { CardsService } from './cards.service.js';
import { SubjectSearchService } from './subject-search.service.js';
import { SubjectsController } from './subjects.controller.js';
import { SubjectsService } from './subjects.service.js';

@Module({
  controllers: [SubjectsController, CardsController, CardBlacklistController],
  providers: [SubjectsService, SubjectSearchService, CardsService, CardBlacklistService],
  exports: [SubjectsService, CardsService, CardBlacklistService],
})
export class RegistryModule {}
