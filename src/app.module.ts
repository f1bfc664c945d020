import { Module, type DynamicModule } from '@nestjs/common';
import { InstitutionsModule } from './institutions/institutions.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { ListsModule } from './lists/lists.module.js';
import { RegistryModule } from './registry/registry.module.js';
import { RestrictionsModule } from './restrictions/restrictions.module.js';
import { RulebooksModule } from './rulebooks/rulebooks.module.js';
import { SanctionsModule } from './sanctions/sanctions.module.js';
import { PlatformModule, type Foundation } from './platform/platform.module.js';

/** The whole service: one import per feature. */
@Module({})
export class AppModule {
  static on(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(foundation),
        InstitutionsModule,
        RegistryModule,
        SanctionsModule,
        RestrictionsModule,
        DecisionsModule,
        ListsModule,
        RulebooksModule,
      ],
    };
  }
}
