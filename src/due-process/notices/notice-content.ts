import { confidenceOf, MARKS, type Confidence, type SanctionRecord } from '../../domain/decision.js';
import type { LocalDate } from '../../domain/period.js';
import type { Language } from '../../domain/problem.js';
import { answerNow } from '../../rulebook/decide.js';
import type { NoticeValues, NoticeVersion } from '../../rulebook/notices.js';
import { isInterpretationOn, parameterEntry } from '../../rulebook/parameters.js';
import { sentenceOf } from '../../rulebook/reasons.js';
import type { Citation, LoadedRegime, Rulebook, Text } from '../../rulebook/rulebook.js';
import { inputOn } from '../../rulebook/standard-questions.js';
import { template } from '../../rulebook/template.js';
import { rulesInForce } from '../../rulebook/versions.js';
import type { NoticedSanction } from './noticed-sanctions.service.js';

/** What a notice is drawn up from. */
export interface NoticeSources {
  sanction: NoticedSanction;
  /** What the sanction was approved under. */
  rulebook: Rulebook;
  /** In force today: it says how to appeal today, and has the template where the former rulebook had none. */
  current: Rulebook;
  version: NoticeVersion;
  language: Language;
}

/** What the books know of the notice itself. */
export interface NoticeRecord {
  receiptNo: string;
  issuedOn: LocalDate;
  /** How often it was served, oldest first; `method` is a word of the template. */
  services: readonly { servedOn: LocalDate; method: string }[];
}

/**
 * What the template of a notice is filled with: a pure function of the sanction, the rulebooks and the record.
 *
 * @throws {Error} for a regime or category the rulebook does not know
 */
export function noticeValues(sources: NoticeSources, record: NoticeRecord): NoticeValues {
  return new ContentReader(sources).values(record);
}

/** Reads one sanction's part out of the rulebook it was approved under, in one language. */
class ContentReader {
  private readonly language: keyof Text;
  private readonly law: LoadedRegime;
  /** A day on which all its measures have begun and the rulebook answers. */
  private readonly day: LocalDate;

  constructor(private readonly sources: NoticeSources) {
    const { sanction, rulebook, language } = sources;
    this.language = language === 'en' ? 'en' : 'zh';
    const law = rulebook.regimes.get(sanction.regime);
    if (law === undefined) throw new Error(`the rulebook has no regime ${sanction.regime}`);
    this.law = law;
    this.day =
      [law.regime.governs.from, ...sanction.terms.map(({ firstDay }) => firstDay)].toSorted().at(-1) ??
      sanction.startsOn;
  }

  values({ receiptNo, issuedOn, services }: NoticeRecord): NoticeValues {
    const { sanction, rulebook } = this.sources;
    const { regime } = this.law;
    const { organ, subject, ending } = sanction;
    const ended = (how: string): { endedOn: string }[] => (ending?.how === how ? [{ endedOn: ending.on }] : []);
    const terms = this.termsOfAppeal();
    return {
      once: {
        subject: subject.name,
        identifiers: this.joined(subject.identifiers.map(({ idType, masked }) => `${this.word(idType)} ${masked}`)),
        organ: organ.name,
        documentNo: sanction.documentNo ?? this.word('not_stated'),
        receiptNo,
        regime: this.say(regime.title),
        instrument: this.titleOf(regime.source),
        category: this.say(regime.categories[sanction.category]?.title) || sanction.category,
        ground: this.say(rulebook.catalogue.grounds[sanction.ground]) || sanction.ground,
        identifiedOn: sanction.identifiedOn,
        startsOn: sanction.startsOn,
        firstDay: sanction.firstDay,
        lastDay: sanction.lastDay,
        issuedOn,
        remedy: template(this.say(regime.remedy))({ organ: organ.name }),
      },
      lists: {
        basis: this.basis(terms.basis),
        interpretations: this.interpretations(),
        ...this.measures(),
        cumulated: this.isCumulated() ? [{ others: String(sanction.others) }] : [],
        minor: sanction.isMinor ? [{}] : [],
        ...this.occasions(),
        afterTerm: this.afterTerm(),
        unreadTerms: terms.unreadTerms,
        readTerms: terms.readTerms,
        services: services.map(({ servedOn, method }) => ({ servedOn, method: this.word(method) })),
        unserved: services.length === 0 ? [{}] : [],
        lifted: ended('lifted'),
        annulled: ended('annulled'),
        expired: ended('expired'),
      },
    };
  }

  private basis(further: readonly Citation[]): NoticeValues['lists']['basis'] {
    const rows = new Map<string, { source: string; confidence: string; articles: Set<string> }>();
    for (const { source, article } of [...this.citations(), ...further]) {
      const cited = this.sourceOf(source)?.articles[article];
      const mark = cited?.mark ?? 'N';
      const key = `${source} ${mark}`;
      const row = rows.get(key) ?? {
        source: this.titleOf(source),
        confidence: this.word(mark),
        articles: new Set<string>(),
      };
      row.articles.add(this.say(cited?.title) || article);
      rows.set(key, row);
    }
    return [...rows.values()].map(({ articles, ...row }) => ({ ...row, articles: this.joined([...articles]) }));
  }

  private citations(): Citation[] {
    const { sanction, version } = this.sources;
    const { regime, intake } = this.law;
    const carried = new Set(sanction.terms.map(({ measure }) => measure));
    return [
      ...regime.governs.basis,
      ...intake.rules.flatMap(({ effect, basis }) =>
        'category' in effect && effect.category === sanction.category ? basis : [],
      ),
      ...regime.measures.flatMap(({ measure, basis }) => (carried.has(measure) ? basis : [])),
      ...(this.isCumulated() ? regime.cumulation.basis : []),
      ...version.basis,
    ];
  }

  /** Those the days rest on, and those the regime rests on as a whole. */
  private interpretations(): NoticeValues['lists']['interpretations'] {
    const { rulebook } = this.sources;
    const { regime } = this.law;
    const ids = [
      ...regime.interpretations.flatMap(({ id, from }) => (from === undefined || from <= this.day ? [id] : [])),
      ...(this.isCumulated() ? (regime.cumulation.interpretations ?? []) : []),
    ];
    const titles = [...new Set(ids)]
      .filter((id) => isInterpretationOn(rulebook, id, this.day))
      .map((id) => this.say(rulebook.parameters.get(id)?.title) || id);
    return titles.length === 0 ? [] : [{ titles: this.joined(titles) }];
  }

  private measures(): Pick<NoticeValues['lists'], 'measures' | 'capped' | 'needsReview'> {
    const { sanction } = this.sources;
    const capped = new Map<LocalDate, string[]>();
    for (const { measure, lastDay, isCapped } of sanction.terms) {
      if (isCapped) capped.set(lastDay, [...(capped.get(lastDay) ?? []), this.measureTitle(measure)]);
    }
    const doubtful = sanction.terms
      .filter(({ needsReview }) => needsReview)
      .map(({ measure }) => this.measureTitle(measure));
    return {
      measures: sanction.terms.map(({ measure, firstDay, lastDay }) => ({
        measure: this.measureTitle(measure),
        text: this.measureText(measure, lastDay),
        firstDay,
        lastDay,
      })),
      capped: [...capped].map(([lastDay, measures]) => ({ lastDay, measures: this.joined(measures) })),
      needsReview: doubtful.length === 0 ? [] : [{ measures: this.joined(doubtful) }],
    };
  }

  /** What still works: the rules of the sanction are asked about every occasion of the template that its parties serve. */
  private occasions(): Pick<NoticeValues['lists'], 'exceptions' | 'reviews'> {
    const { sanction, rulebook, version, language } = this.sources;
    const { questions, measures } = rulebook.catalogue;
    const parties = new Set(sanction.terms.map(({ measure }) => measures[measure]?.party));
    const exceptions: NoticeValues['lists']['exceptions'][number][] = [];
    const reviews: NoticeValues['lists']['reviews'][number][] = [];
    const told = new Set<string>();
    for (const { matter, notInNotice = false, question, situation, text } of version.occasions) {
      if (notInNotice || told.has(matter) || !parties.has(questions[question]?.party)) continue;
      const input = { ...inputOn(this.day, { question, situation }, [this.record()]), language };
      const { outcome, reasons, limits, weakestConfidence } = answerNow(rulebook, input);
      if (outcome === 'DENY') continue;
      told.add(matter);
      const confidence = reasons.length === 0 ? this.word('unrestricted') : this.word(markOf(weakestConfidence));
      const what = this.say(text);
      if (outcome === 'REVIEW') reviews.push({ what, confidence });
      else exceptions.push({ what, confidence, limits: limits.join(this.language === 'en' ? ' ' : '') });
    }
    return { exceptions, reviews };
  }

  private afterTerm(): { text: string }[] {
    const { sanction, rulebook } = this.sources;
    // What never was has no aftermath.
    if (sanction.ending?.how === 'annulled') return [];
    const carried = new Set(sanction.terms.map(({ measure }) => measure));
    const rules = [...this.law.decisions.values()]
      .flat()
      .filter(({ when, measure }) => when === 'ended' && carried.has(measure));
    const drafting = { rulebook, day: this.day, language: this.language };
    const texts = rulesInForce(rulebook, rules, sanction.lastDay).map(({ rule }) =>
      template(sentenceOf(drafting, rule))({ lastDay: sanction.lastDay, organ: sanction.organ.name }),
    );
    return [...new Set(texts)].map((text) => ({ text }));
  }

  /** The procedure is that of today: a day count that is read later counts for everybody who has not appealed yet. */
  private termsOfAppeal(): Pick<NoticeValues['lists'], 'unreadTerms' | 'readTerms'> & { basis: Citation[] } {
    const { sanction, current, version } = this.sources;
    const terms = version.terms
      .filter((id) => id.startsWith(`${sanction.regime}.`))
      .flatMap((id) => {
        const [parameter, entry] = [current.parameters.get(id), parameterEntry(current, id, this.day)];
        return parameter === undefined || entry === undefined ? [] : [{ parameter, entry }];
      });
    const unread = terms.filter(({ entry }) => entry.value === undefined);
    const read = terms.filter(({ entry }) => entry.value !== undefined);
    return {
      unreadTerms: unread.map(({ parameter }) => ({ term: this.say(parameter.title) })),
      readTerms: read.map(({ parameter, entry }) => {
        const number = String(entry.value);
        const unit = current.wording.units[parameter.unit];
        const value = unit === undefined ? number : template(this.say(unit))({ number });
        return { term: this.say(parameter.title), value };
      }),
      basis: terms.flatMap(({ entry }) => entry.basis),
    };
  }

  private isCumulated(): boolean {
    return this.law.regime.cumulation.mode === 'end_to_end' && this.sources.sanction.others > 0;
  }

  /** The sanction as the decision engine sees it while it is in force. */
  private record(): SanctionRecord {
    const { id, regime, category, ground, identifiedOn, startsOn, organ, isMinor, subject, terms } =
      this.sources.sanction;
    const measures = terms.map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay }));
    return {
      id,
      regime,
      category,
      ground,
      subjectKind: subject.kind,
      isMinor,
      identifiedOn,
      startsOn,
      organ,
      measures,
    };
  }

  private measureTitle(measure: string): string {
    return this.say(this.sources.rulebook.catalogue.measures[measure]?.title) || measure;
  }

  private measureText(measure: string, lastDay: LocalDate): string {
    const { rulebook, sanction } = this.sources;
    const text = this.say(rulebook.catalogue.measures[measure]?.tellCustomer);
    return template(text)({ lastDay, organ: sanction.organ.name });
  }

  /** Title and number of an instrument; the number once, where it is the title. */
  private titleOf(source: string): string {
    const cited = this.sourceOf(source);
    const title = this.say(cited?.title) || source;
    const number = cited?.number;
    return number === undefined || title.includes(number) ? title : `${title}(${number})`;
  }

  private sourceOf(id: string): ReturnType<Rulebook['sources']['get']> {
    return this.sources.rulebook.sources.get(id) ?? this.sources.current.sources.get(id);
  }

  private word(name: string): string {
    return this.say(this.sources.version.words[name]) || name;
  }

  private joined(texts: readonly string[]): string {
    return texts.join(this.word('separator'));
  }

  /** Empty where the rulebook has no such text. */
  private say(text: Text | undefined): string {
    return text?.[this.language] ?? '';
  }
}

function markOf(confidence: Confidence): string {
  return MARKS.find((mark) => confidenceOf(mark) === confidence) ?? 'N';
}
