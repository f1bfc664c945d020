import type { SanctionRecord } from '../../domain/decision.js';
import { releaseInstant, type LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import type { Citation, Rulebook, Text } from '../../rulebook/rulebook.js';
import { template } from '../../rulebook/template.js';
import type { SanctionFact } from '../../sanctions/sanction-facts.service.js';
import type { StandingBasis, StandingSanction } from './standing.dto.js';

/** A sanction of somebody: how it decides, and what it rests on. */
export interface OwnSanction {
  record: SanctionRecord;
  fact: SanctionFact;
}

/**
 * A sanction as its subject is told of it. Undefined where nothing of it holds any more: it ended, or was lifted.
 *
 * @param today in Asia/Shanghai
 */
export function toldSanction(
  rulebook: Rulebook,
  { record, fact }: OwnSanction,
  { today, language }: { today: LocalDate; language: Language },
): StandingSanction | undefined {
  const { standing } = fact;
  const running = record.measures.filter(({ lastDay }) => lastDay >= today);
  const lastDay = running
    .map((term) => term.lastDay)
    .toSorted()
    .at(-1);
  if (lastDay === undefined || standing === 'lifted' || standing === 'annulled') return undefined;
  const say = (text: Text): string => (language === 'en' ? text.en : text.zh);
  const regime = rulebook.regimes.get(record.regime)?.regime;
  const citations = regime?.measures.filter(({ measure }) => running.some((term) => term.measure === measure)) ?? [];
  const category = regime?.categories[record.category]?.title;
  return {
    id: record.id,
    regime: regime === undefined ? record.regime : say(regime.title),
    category: category === undefined ? record.category : say(category),
    organ: record.organ.name,
    documentNo: fact.documentNo,
    identifiedOn: record.identifiedOn,
    standing,
    suspendedAt: standing === 'suspended' ? (record.liftedAt ?? null) : null,
    lastDay,
    measures: running.map(({ measure, ...days }) => {
      const title = rulebook.catalogue.measures[measure]?.title;
      return {
        measure,
        title: title === undefined ? measure : say(title),
        ...days,
        releaseAt: releaseInstant(days.lastDay),
      };
    }),
    basis: basesOf(rulebook, [...(regime?.governs.basis ?? []), ...citations.flatMap(({ basis }) => basis)], say),
    remedy: {
      organ: record.organ.name,
      how: regime === undefined ? '' : template(say(regime.remedy))({ organ: record.organ.name, lastDay }),
    },
  };
}

/** Every place cited, once. */
function basesOf(rulebook: Rulebook, citations: readonly Citation[], say: (text: Text) => string): StandingBasis[] {
  const bases = new Map<string, StandingBasis>();
  for (const { source, article } of citations) {
    const text = rulebook.sources.get(source);
    const title = [text?.title, text?.articles[article]?.title].flatMap((part) =>
      part === undefined ? [] : say(part),
    );
    bases.set(`${source}#${article}`, { source, article, title: title.join(' ') });
  }
  return [...bases.values()];
}
