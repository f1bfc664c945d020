import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../config.js';
import { DecisionsModule } from '../../decisions/decisions.module.js';
import { InstitutionsModule } from '../../institutions/institutions.module.js';
import { DirectivesModule } from '../directives/directives.module.js';
import { Issuing } from '../directives/issuing.service.js';
import { CampaignRecords } from './campaign-records.service.js';
import { CampaignReports } from './campaign-reports.service.js';
import { CampaignSelection } from './campaign-selection.service.js';
import { CampaignSource } from './campaign-source.js';
import { CampaignViews } from './campaign-views.service.js';
import { CampaignsController } from './campaigns.controller.js';
import { Campaigns } from './campaigns.service.js';

@Module({
  imports: [InstitutionsModule, DecisionsModule, DirectivesModule],
  controllers: [CampaignsController],
  providers: [Campaigns, CampaignRecords, CampaignSelection, CampaignReports, CampaignViews, CampaignSource],
  exports: [CampaignViews],
})
export class CampaignsModule implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly selection: CampaignSelection,
    issuing: Issuing,
    source: CampaignSource,
  ) {
    issuing.add(source);
  }

  /** A decision node writes nothing. */
  onApplicationBootstrap(): void {
    if (this.config.role === 'full') this.selection.follow();
  }
}
