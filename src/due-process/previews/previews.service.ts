import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulebookStore } from '../../decisions/rulebook-store.service.js';
import type { SanctionRecord } from '../../domain/decision.js';
import { shanghaiInstant } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import type { StandingAct } from '../../domain/sanction-standing.js';
import { measuresInForce, type MeasureInForce } from '../../enforcement/directives/card-questions.js';
import { Releases } from '../../enforcement/directives/release-progress.service.js';
import { Clock } from '../../platform/clock.js';
import { SanctionForesight, type Foresight } from '../../sanctions/sanction-foresight.service.js';
import type { PreviewedEnd, PreviewedStay, PreviewResponse } from './previews.dto.js';

/** What is to be decided. */
interface Decision {
  /** Null for an appeal about no sanction. */
  sanctionId: string | null;
  act: StandingAct;
  /** From when on the sanction would restrict nothing, where that is said; else now. */
  at?: Date | null;
}

/** What a measure is called. */
type Naming = (measure: string) => string;

/** Tells what a decision would do, before anybody takes it. */
@Injectable()
export class Previews {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rulebooks: RulebookStore,
    private readonly foresight: SanctionForesight,
    private readonly releases: Releases,
  ) {}

  /**
   * Of one state of the books, without a lock: nobody waits for it.
   *
   * @throws {Problem} `sanction-not-found`, `sanction-not-standing` as the decision itself would
   */
  async of(decision: Decision, language: Language): Promise<PreviewResponse> {
    return this.db.transaction('REPEATABLE READ', async (snapshot) => {
      await snapshot.query('SET LOCAL TRANSACTION READ ONLY');
      const { sanctionId } = decision;
      const [known]: { revision: number }[] = await snapshot.query(
        'SELECT coalesce(max(number), 0)::integer AS revision FROM revision',
      );
      const asOf = { asOf: shanghaiInstant(this.clock.now()), revision: known?.revision ?? 0 };
      if (sanctionId === null) return { sanctionId, ...asOf, sanctions: [], ends: [], stays: [], directives: [] };
      return { sanctionId, ...asOf, ...(await this.consequences(snapshot, { ...decision, sanctionId }, language)) };
    });
  }

  private async consequences(
    snapshot: EntityManager,
    { sanctionId, act, at }: Decision & { sanctionId: string },
    language: Language,
  ): Promise<Pick<PreviewResponse, 'sanctions' | 'ends' | 'stays' | 'directives'>> {
    const now = this.clock.now();
    const instant = act === 'annul' ? undefined : (at ?? now);
    const foreseen = await this.foresight.of(snapshot, this.rulebooks, { sanctionId, act, at: instant });
    const { regimes, catalogue } = this.rulebooks.current();
    const inLanguage = language === 'en' ? 'en' : 'zh';
    const nameOf: Naming = (measure) => catalogue.measures[measure]?.title[inLanguage] ?? measure;
    const directives = await this.releases.foreseen(snapshot, foreseen.subjectId, foreseen.after, now);
    return {
      sanctions: foreseen.changed.map((sanction) => ({
        ...sanction,
        regimeName: regimes.get(sanction.regime)?.regime.title[inLanguage] ?? sanction.regime,
      })),
      ...endsAndStays(foreseen, shanghaiInstant(now), nameOf),
      directives: directives.map((one) => ({ ...one, measureName: nameOf(one.measure) })),
    };
  }
}

/** Of what is in force now: what would not be any more, and what would be all the same. */
function endsAndStays(
  { before, after }: Foresight,
  asOf: string,
  nameOf: Naming,
): { ends: PreviewedEnd[]; stays: PreviewedStay[] } {
  const later = byMeasure(after, asOf);
  const ends: PreviewedEnd[] = [];
  const stays: PreviewedStay[] = [];
  for (const [measure, imposing] of byMeasure(before, asOf)) {
    const staying = later.get(measure);
    const name = nameOf(measure);
    if (staying === undefined) ends.push({ measure, name, lastDay: lastDayOf(imposing) });
    else {
      const sanctionIds = staying.map(({ sanctionId }) => sanctionId);
      stays.push({
        measure,
        name,
        lastDayBefore: lastDayOf(imposing),
        lastDayAfter: lastDayOf(staying),
        sanctionIds,
      });
    }
  }
  return { ends, stays };
}

function byMeasure(
  records: readonly SanctionRecord[],
  asOf: string,
): Map<string, [MeasureInForce, ...MeasureInForce[]]> {
  const found = new Map<string, [MeasureInForce, ...MeasureInForce[]]>();
  for (const one of measuresInForce(records, asOf).toSorted((left, right) => (left.measure < right.measure ? -1 : 1))) {
    const others = found.get(one.measure);
    if (others === undefined) found.set(one.measure, [one]);
    else others.push(one);
  }
  return found;
}

function lastDayOf([first, ...others]: readonly [MeasureInForce, ...MeasureInForce[]]): string {
  return others.reduce((latest, { lastDay }) => (lastDay > latest ? lastDay : latest), first.lastDay);
}
