import { CreateTheHouse1763700000000 } from './1763700000000-create-the-house.js';
import { PublishRulebooks1763700000001 } from './1763700000001-publish-rulebooks.js';
import { VersionSanctions1763700000002 } from './1763700000002-version-sanctions.js';
import { FollowCardChanges1763700000003 } from './1763700000003-follow-card-changes.js';
import { LogDecisionsInGroups1763700000004 } from './1763700000004-log-decisions-in-groups.js';
import { ClearCardListings1763700000005 } from './1763700000005-clear-card-listings.js';
import { IssueDirectives1763700000006 } from './1763700000006-issue-directives.js';
import { RetainSims1763700000007 } from './1763700000007-retain-sims.js';
import { CallWebhooks1763700000008 } from './1763700000008-call-webhooks.js';
import { OrderAndVerifyCards1763700000009 } from './1763700000009-order-and-verify-cards.js';
import { IssueNotices1763700000010 } from './1763700000010-issue-notices.js';
import { HearAppeals1763700000011 } from './1763700000011-hear-appeals.js';
import { ReconcileCards1763700000013 } from './1763700000013-reconcile-cards.js';
import { CorrectListEntries1763700000015 } from './1763700000015-correct-list-entries.js';
import { TallySanctions1763700000016 } from './1763700000016-tally-sanctions.js';
import { ListSanctions1763700000018 } from './1763700000018-list-sanctions.js';
import { ExcludeFormerEntries1763700000019 } from './1763700000019-exclude-former-entries.js';
import { DigestListEntries1763700000020 } from './1763700000020-digest-list-entries.js';
import { KeepOutcomes1763700000021 } from './1763700000021-keep-outcomes.js';

/** Every migration, oldest first. Explicit, so that a forgotten file is a compile error and not a surprise. */
export const MIGRATIONS = [
  CreateTheHouse1763700000000,
  PublishRulebooks1763700000001,
  VersionSanctions1763700000002,
  FollowCardChanges1763700000003,
  LogDecisionsInGroups1763700000004,
  ClearCardListings1763700000005,
  IssueDirectives1763700000006,
  RetainSims1763700000007,
  CallWebhooks1763700000008,
  OrderAndVerifyCards1763700000009,
  IssueNotices1763700000010,
  HearAppeals1763700000011,
  ReconcileCards1763700000013,
  CorrectListEntries1763700000015,
  TallySanctions1763700000016,
  ListSanctions1763700000018,
  ExcludeFormerEntries1763700000019,
  DigestListEntries1763700000020,
  KeepOutcomes1763700000021,
];
