import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '../config.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { isMassChange, MASS_CHANGE_LEVELS } from '../domain/publication.js';
import type { OfficerPrincipal } from '../institutions/principal.js';
import { Clock } from '../platform/clock.js';
import { RulebookWhatIf } from './what-if.entity.js';

/** How long a signed what-if stands: sanctions that were added since were not in it. */
export const WHAT_IF_LASTS_HOURS = 24;

const HOUR_MS = 3_600_000;

export interface PublicationRequest {
  effectiveFrom: LocalDate;
  /** `diffHash` of the what-if that the approver read. */
  diffHash: string;
  confirmMassChange: boolean;
}

/** Who wants to publish what, in whose place. */
export interface Signing {
  hash: string;
  /** The rulebook that is in force on the effective day without this publication. */
  follows: string | undefined;
  request: PublicationRequest;
  officer: OfficerPrincipal;
}

/** A what-if that may be acted on. */
export interface AcceptedWhatIf {
  id: string;
  diffHash: string;
  /** Whether it is a mass change, which an approver of sufficient level let pass. */
  isMassChangeConfirmed: boolean;
}

/** The what-if that an approver signs by naming its hash: the only way to publish. */
@Injectable()
export class SignedWhatIfs {
  private readonly limits: { percent: number; subjects: number };

  constructor(
    private readonly clock: Clock,
    config: Config,
  ) {
    this.limits = { percent: config.massChangePercent, subjects: config.massChangeSubjects };
  }

  /** Whether what it says is more than passes without confirmation. */
  isMassChange({ report }: Pick<RulebookWhatIf, 'report'>): boolean {
    return report !== null && isMassChange(report.mostAffected, report.subjects, this.limits);
  }

  /**
   * The what-if that was signed, if it says what this publication would do, and may be done by this officer.
   *
   * Sanctions approved after it was computed are not in it; for {@link WHAT_IF_LASTS_HOURS} hours that is accepted. Another
   * publication that comes between is not.
   *
   * @throws {Problem} `effective-day-past`, `diff-not-signed`, `what-if-outdated`, `rulebook-leaves-unanswered`,
   *   `mass-change-unconfirmed`, `approver-level-insufficient`
   */
  async accept(tx: EntityManager, { hash, follows, request, officer }: Signing): Promise<AcceptedWhatIf> {
    const { effectiveFrom, diffHash } = request;
    const today = this.clock.today();
    if (effectiveFrom < today) throw new Problem('effective-day-past', { today });
    const whatIf = await tx.findOne(RulebookWhatIf, {
      where: { rulebookHash: hash, diffHash, effectiveFrom, state: 'done' },
      order: { id: 'DESC' },
    });
    if (whatIf === null) throw new Problem('diff-not-signed');
    if (this.isOld(whatIf) || whatIf.againstHash !== follows) {
      throw new Problem('what-if-outdated', { hours: WHAT_IF_LASTS_HOURS });
    }
    assertAnswers(whatIf);
    const isMassive = this.isMassChange(whatIf);
    if (isMassive) assertMayConfirm(whatIf, request, officer);
    return { id: whatIf.id, diffHash, isMassChangeConfirmed: isMassive };
  }

  private isOld({ finishedAt }: RulebookWhatIf): boolean {
    return finishedAt === null || this.clock.now().getTime() - finishedAt.getTime() > WHAT_IF_LASTS_HOURS * HOUR_MS;
  }
}

/** A rulebook that knows less than the books would leave questions about real people without any answer. */
function assertAnswers({ report }: RulebookWhatIf): void {
  const subjects = Math.max(0, ...(report?.days ?? []).map(({ unanswered }) => unanswered.subjects));
  if (subjects > 0) throw new Problem('rulebook-leaves-unanswered', { subjects });
}

function assertMayConfirm(
  { report }: RulebookWhatIf,
  { confirmMassChange }: PublicationRequest,
  { organ }: OfficerPrincipal,
): void {
  if (!confirmMassChange) {
    throw new Problem('mass-change-unconfirmed', {
      affected: report?.mostAffected ?? 0,
      subjects: report?.subjects ?? 0,
    });
  }
  if (!MASS_CHANGE_LEVELS.some((level) => level === organ.level)) {
    throw new Problem('approver-level-insufficient', { required: MASS_CHANGE_LEVELS[0] });
  }
}
