import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SanctionRecord } from '../domain/decision.js';
import { shanghaiInstant, type LocalDate } from '../domain/period.js';
import { isAppealed, type StandingName } from '../domain/sanction-standing.js';
import { measureTermsOn } from '../domain/term-pattern.js';
import { changedVersions, locate, standingOnce, type Act, type Rulebooks, type Version } from './sanction-versions.js';
import { SanctionsService } from './sanctions.service.js';

/** How a sanction stands, and until when; null where nothing of it holds. */
export interface ForeseenState {
  standing: StandingName;
  lastDay: LocalDate | null;
}

/** A sanction of which something else would be known. */
export interface ForeseenSanction {
  id: string;
  regime: string;
  before: ForeseenState;
  after: ForeseenState;
}

/** What would become of the sanctions of a subject. */
export interface Foresight {
  subjectId: string;
  /** Those that change; the one that something happens to is among them. */
  changed: ForeseenSanction[];
  before: readonly SanctionRecord[];
  after: readonly SanctionRecord[];
}

/** Tells what an act would do to the sanctions of a subject, by the computation that would write it. Takes no lock, writes nothing. */
@Injectable()
export class SanctionForesight {
  constructor(private readonly sanctions: SanctionsService) {}

  /**
   * @param manager of a transaction that sees one state of the books
   * @throws {Problem} as the act itself would: `sanction-not-found`, `sanction-not-standing`
   */
  async of(manager: EntityManager, rulebooks: Rulebooks, act: Act): Promise<Foresight> {
    const located = await locate(manager, act.sanctionId);
    const { subjectId } = located;
    const standings = new Map([[act.sanctionId, standingOnce(located, act)]]);
    const versions = await changedVersions(manager, rulebooks, [located], standings);
    const before = (await this.sanctions.ofSubjects(manager, [subjectId])).get(subjectId) ?? [];
    const after = before.flatMap((record) => {
      const version = versions.find(({ member }) => member.id === record.id);
      return version === undefined ? record : recordUnder(version, record);
    });
    const changed = versions.map(({ member, now }) => ({
      id: member.id,
      regime: member.regime,
      before: { standing: member.standing ?? 'standing', lastDay: lastDayOf(before, member.id) },
      after: { standing: now.standing, lastDay: lastDayOf(after, member.id) },
    }));
    return { subjectId, changed, before, after };
  }
}

/** The record of a sanction as decisions would read it once the version is written. */
function recordUnder({ now, pattern }: Version, record: SanctionRecord): SanctionRecord[] {
  if (now.standing === 'annulled') return [];
  const { appeal: _appeal, liftedAt: _liftedAt, ...rest } = record;
  return [
    {
      ...rest,
      measures: measureTermsOn(record.startsOn, pattern),
      ...(isAppealed(now.standing) ? { appeal: 'pending' as const } : {}),
      ...(now.liftedAt === null ? {} : { liftedAt: shanghaiInstant(now.liftedAt) }),
    },
  ];
}

function lastDayOf(records: readonly SanctionRecord[], id: string): LocalDate | null {
  const measures = records.find((record) => record.id === id)?.measures ?? [];
  return (
    measures
      .map(({ lastDay }) => lastDay)
      .toSorted()
      .at(-1) ?? null
  );
}
