import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { DecisionAnchor, DecisionChain } from '../decision-log/decision-chain.entity.js';
import { DecisionGroup } from '../decision-log/decision-group.entity.js';
import { DecisionLogEntry } from '../decision-log/decision-log-entry.entity.js';
import { RulebookPublication } from '../decisions/rulebook-publication.entity.js';
import { RulebookRecord } from '../decisions/rulebook.entity.js';
import { Notice, NoticeServing } from '../due-process/notices/notice.entity.js';
import { Appeal, AppealStep } from '../due-process/appeals/appeal.entity.js';
import { Lifting } from '../due-process/liftings/lifting.entity.js';
import { StandingFailure } from '../due-process/standing/standing-failure.entity.js';
import { EnforcedSubject, EnforcementCursor } from '../enforcement/directives/enforcement-progress.entity.js';
import { Directive } from '../enforcement/directives/directive.entity.js';
import { DirectiveOutcome } from '../enforcement/directives/directive-outcome.entity.js';
import { Receipt } from '../enforcement/directives/receipt.entity.js';
import { DirectiveEscalation, EscalationProgress } from '../enforcement/scoreboard/escalation.entity.js';
import { WebhookAttempt, WebhookDelivery } from '../enforcement/webhooks/delivery/webhook-delivery.entity.js';
import { WebhookEndpoint, WebhookSecret, WebhookSubscription } from '../enforcement/webhooks/webhook.entity.js';
import { Reconciliation, ReconciliationSeen } from '../enforcement/reconciliation/reconciliation.entity.js';
import { ReconciliationTask } from '../enforcement/reconciliation/reconciliation-task.entity.js';
import { CampaignItem } from '../enforcement/campaigns/campaign-item.entity.js';
import { Campaign } from '../enforcement/campaigns/campaign.entity.js';
import { CardOrder } from '../enforcement/orders/card-order.entity.js';
import { ApiClient } from '../institutions/api-client.entity.js';
import { Institution } from '../institutions/institution.entity.js';
import { OfficerSession } from '../institutions/officer-session.entity.js';
import { Officer } from '../institutions/officer.entity.js';
import { UsedAssertion } from '../institutions/used-assertion.entity.js';
import { ListEntry, ListFilePart } from '../lists/list-entry.entity.js';
import { ListEntryRevision } from '../lists/revision/list-entry-revision.entity.js';
import { SanctionList } from '../lists/sanction-list.entity.js';
import { CardListing } from '../registry/card-listing.entity.js';
import { Card } from '../registry/card.entity.js';
import { Identifier } from '../registry/identifier.entity.js';
import { Subject } from '../registry/subject.entity.js';
import { RetainedSim } from '../registry/retained/retained-sim.entity.js';
import { SimApproval } from '../enforcement/restorations/sim-approval.entity.js';
import { RulebookSubmission } from '../rulebooks/rulebook-submission.entity.js';
import { RulebookWhatIf } from '../rulebooks/what-if.entity.js';
import { SanctionVersion, TermPatternRow } from '../sanctions/sanction-version.entity.js';
import { Sanction } from '../sanctions/sanction.entity.js';
import { SanctionTally } from '../statistics/sanction-tally.entity.js';
import { AuditEntry, ChainHeadRow, IdempotencyRecord, KeyringSealRow, RevisionRow } from './ledger.entity.js';

/** Every entity, by feature. A new table is an entity, a migration and one line here; a test compares both. */
const ENTITIES = [
  [AuditEntry, ChainHeadRow, IdempotencyRecord, KeyringSealRow, RevisionRow],
  [ApiClient, Institution, Officer, OfficerSession, UsedAssertion],
  [Card, CardListing, Identifier, Subject],
  [ListEntry, ListEntryRevision, ListFilePart, SanctionList],
  [Sanction, SanctionVersion, TermPatternRow],
  [DecisionAnchor, DecisionChain, DecisionGroup, DecisionLogEntry],
  [RulebookPublication, RulebookRecord],
  [Directive, DirectiveOutcome, EnforcedSubject, EnforcementCursor, Receipt],
  [DirectiveEscalation, EscalationProgress],
  [WebhookEndpoint, WebhookSecret, WebhookSubscription, WebhookDelivery, WebhookAttempt],
  [Campaign, CampaignItem, CardOrder],
  [RulebookSubmission, RulebookWhatIf],
  [RetainedSim, SimApproval],
  [Reconciliation, ReconciliationSeen, ReconciliationTask],
  [Notice, NoticeServing],
  [Appeal, AppealStep, Lifting, StandingFailure],
  [SanctionTally],
].flat();

/**
 * How this service talks to PostgreSQL. Days stay texts (`YYYY-MM-DD`), `bigint` becomes a number.
 *
 * @param isReadOnly the server refuses every write of ours, replica or not
 */
export function dataSourceOptions(url: string, poolSize: number, isReadOnly = false): DataSourceOptions {
  // A day has no time zone; the driver would make it midnight wherever the server happens to stand.
  pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
  return {
    type: 'postgres',
    url,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize,
    parseInt8: true,
    connectTimeoutMS: 10_000,
    installExtensions: false,
    logging: false,
    applicationName: 'duanka',
    ...(isReadOnly ? { extra: { options: '-c default_transaction_read_only=on' } } : {}),
  };
}
