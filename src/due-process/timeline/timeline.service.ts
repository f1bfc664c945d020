import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import { shanghaiInstant } from '../../domain/period.js';
import { Problem } from '../../domain/problem.js';
import { SubjectDirectives } from '../../enforcement/directives/subject-directives.service.js';
import { Clock } from '../../platform/clock.js';
import type { TextLanguage } from '../../rulebook/reasons.js';
import { inForceOf, worded, type RecordedSanction } from './timeline-words.js';
import type {
  TimelineAppeal,
  TimelineChain,
  TimelineResponse,
  TimelineRetainedSim,
  TimelineSanction,
} from './timeline.dto.js';

/** What happened to a subject, oldest first, as officers see it: no name and no number, only records. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly directives: SubjectDirectives,
    private readonly rulebooks: RulebookStore,
  ) {}

  /** @throws Problem `subject-not-found` */
  async ofSubject(subjectId: string, language: TextLanguage): Promise<TimelineResponse> {
    const [subject]: { kind: 'person' | 'unit' }[] = await this.db.query('SELECT kind FROM subject WHERE id = $1', [
      subjectId,
    ]);
    if (subject === undefined) throw new Problem('subject-not-found');
    const today = this.clock.today();
    const rows: { sanction: RecordedSanction; lifted_at: Date | null }[] = await this.db.query(SELECT_TIMELINE, [
      subjectId,
      today,
      this.clock.now(),
    ]);
    const drafting = { rulebook: this.rulebooks.current(), day: today, language };
    const sanctions = rows.map(({ sanction, lifted_at }) => ({
      ...worded(drafting, sanction),
      liftedAt: lifted_at === null ? null : shanghaiInstant(lifted_at),
    }));
    return {
      subject: { id: subjectId, kind: subject.kind },
      inForce: inForceOf(drafting, sanctions),
      sanctions,
      chains: chainsOf(sanctions),
      directives: await this.directives.ofSubject(subjectId),
      appeals: await this.appealsOf(subjectId),
      retainedSims: await this.retainedSimsOf(subjectId),
    };
  }

  private async appealsOf(subjectId: string): Promise<TimelineAppeal[]> {
    const rows: (TimelineAppeal & { at: Date })[] = await this.db.query(SELECT_APPEALS, [subjectId]);
    return rows.map(({ at, ...appeal }) => ({ ...appeal, filedAt: shanghaiInstant(at) }));
  }

  private async retainedSimsOf(subjectId: string): Promise<TimelineRetainedSim[]> {
    const rows: (TimelineRetainedSim & { restored: Date; ended: Date | null })[] = await this.db.query(
      SELECT_RETAINED_SIMS,
      [subjectId],
    );
    return rows.map(({ restored, ended, ...kept }) => ({
      ...kept,
      restoredAt: shanghaiInstant(restored),
      endedAt: ended === null ? null : shanghaiInstant(ended),
    }));
  }
}

/** Sanctions of one regime that follow each other without a gap form a chain; one that was annulled belongs to none. */
function chainsOf(sanctions: readonly TimelineSanction[]): TimelineChain[] {
  const chains: TimelineChain[] = [];
  for (const sanction of sanctions.filter(({ standing }) => standing !== 'annulled')) {
    const days = sanction.measures.map((measure) => measure.lastDay).sort();
    const lastDay = days.at(-1) ?? sanction.startsOn;
    const open = chains.find(
      (chain) => chain.regime === sanction.regime && sanction.designation.identifiedOn <= chain.lastDay,
    );
    if (open === undefined) {
      chains.push({ regime: sanction.regime, startsOn: sanction.startsOn, lastDay, sanctionIds: [sanction.id] });
    } else {
      open.sanctionIds.push(sanction.id);
      if (lastDay > open.lastDay) open.lastDay = lastDay;
    }
  }
  return chains;
}

const SELECT_APPEALS = `
  SELECT id, receipt_no AS "receiptNo", kind, state, sanction_id AS "sanctionId", filed_at AS at
  FROM appeal WHERE subject_hash IN (SELECT number_hash FROM identifier WHERE subject_id = $1) ORDER BY filed_at, id`;

const SELECT_RETAINED_SIMS = `
  SELECT retained_sim.id, retained_sim.kind, institution.code AS carrier, restored_at AS restored, ended_at AS ended
  FROM retained_sim JOIN institution ON institution.id = institution_id WHERE subject_id = $1 ORDER BY restored_at, retained_sim.id`;

const SELECT_TIMELINE = `
  SELECT jsonb_build_object(
    'id', sanction.id, 'regime', sanction.regime, 'category', sanction.category, 'ground', sanction.ground,
    'startsOn', sanction.starts_on, 'isMinor', sanction.is_minor, 'revision', sanction.revision_from,
    'rulebook', sanction.rulebook_hash, 'standing', version.standing, 'corrects', sanction.corrects,
    'designation', jsonb_build_object(
      'listId', sanction.list_id, 'row', sanction.row, 'identifiedOn', sanction.identified_on, 'documentNo', sanction.document_no,
      'noticeServedOn', sanction.notice_served_on,
      'organ', jsonb_build_object('code', sanction.organ_code, 'level', sanction.organ_level, 'name', sanction.organ_name)),
    'measures', coalesce((
      SELECT jsonb_agg(jsonb_build_object('measure', measure, 'firstDay', first_day, 'lastDay', last_day,
        'isCapped', is_capped, 'needsReview', needs_review,
        'isInForce', $2::date BETWEEN first_day AND last_day AND (version.lifted_at IS NULL OR version.lifted_at > $3)) ORDER BY measure)
      FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NULL), '[]'::jsonb),
    'superseded', coalesce((
      SELECT jsonb_agg(jsonb_build_object('measure', measure, 'firstDay', first_day, 'lastDay', last_day,
        'fromRevision', revision_from, 'toRevision', revision_to) ORDER BY revision_from, measure)
      FROM sanction_measure WHERE sanction_id = sanction.id AND revision_to IS NOT NULL), '[]'::jsonb)
  ) AS sanction, version.lifted_at
  FROM sanction JOIN sanction_version AS version ON version.sanction_id = sanction.id AND version.revision_to IS NULL
  WHERE subject_id = $1 ORDER BY identified_on, id`;
