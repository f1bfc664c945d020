import { confidenceOf, OUTCOMES } from '../domain/decision.js';
import type { Mark } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { GoldenCase } from './golden-case.js';
import type {
  ReadableCitation,
  ReadableConfidence,
  ReadableMeasure,
  ReadableParameter,
  ReadableParty,
  ReadableRegime,
  ReadableRule,
} from './readable-document.js';
import type {
  Citation,
  DecisionRule,
  GeneralRuleFile,
  IntakeRule,
  LoadedRegime,
  Parameter,
  Regime,
  Rulebook,
  Text,
} from './rulebook.js';
import { decisionSentence, intakeSentence, settingOfGeneral, settingOfRegime } from './sentence.js';
import { lastDayOfVersion } from './versions.js';
import { Words } from './words.js';

/** Rule → the golden cases in which it fires. */
export type CasesByRule = ReadonlyMap<string, readonly GoldenCase[]>;

/** Reads the parts of a rulebook into those of a document. */
export class DocumentReader {
  private readonly words: Words;

  constructor(
    private readonly rulebook: Rulebook,
    private readonly language: keyof Text,
    private readonly day: LocalDate,
    private readonly cases: CasesByRule,
  ) {
    this.words = new Words(rulebook, language, day, undefined, true);
  }

  regime(loaded: LoadedRegime): ReadableRegime {
    const { regime } = loaded;
    const { governs } = regime;
    return {
      id: regime.id,
      title: regime.title[this.language],
      instrument: this.rulebook.sources.get(regime.source)?.title[this.language] ?? regime.source,
      sectors: regime.sectors.map((sector) => this.rulebook.wording.sectors[sector]?.[this.language] ?? sector),
      territory: regime.territory,
      governs: {
        from: governs.from,
        ...(governs.to === undefined ? {} : { to: governs.to }),
        basis: this.basis(governs.basis),
        ...this.confidence(governs.mark),
      },
      categories: Object.entries(regime.categories).map(([id, { title }]) => ({ id, title: title[this.language] })),
      measures: regime.measures.map((entry) => this.measure(regime, entry)),
      cumulation: this.cumulation(regime),
      interpretations: regime.interpretations.map(({ id }) => id),
      remedy: this.words.inGeneral(regime.remedy),
      parties: this.parties(loaded),
    };
  }

  general(file: GeneralRuleFile): ReadableParty {
    const setting = settingOfGeneral(this.rulebook, file);
    const id = file.rules[0]?.id.split('/').slice(0, 2).join('/') ?? file.scope;
    const rules = file.rules.map((rule) =>
      this.rule(rule, (version) =>
        decisionSentence(setting, rule, version, { day: this.day, language: this.language }),
      ),
    );
    return { id, title: this.party('any'), rules };
  }

  parameter({ id, title, unit, values }: Parameter): ReadableParameter {
    return {
      id,
      title: title[this.language],
      values: values.map((entry) => ({
        from: entry.from,
        value: this.value(entry.value, unit),
        isUnread: entry.value === undefined,
        basis: this.basis(entry.basis),
        reviewedOn: entry.reviewedOn,
        ...this.confidence(entry.mark),
      })),
    };
  }

  citation({ source, article }: Citation): ReadableCitation {
    const cited = this.rulebook.sources.get(source)?.articles[article];
    return {
      source,
      article,
      title: this.words.citation({ source, article }),
      seenIn: cited?.seenIn ?? '',
      ...this.confidence(cited?.mark ?? 'N'),
    };
  }

  private parties(loaded: LoadedRegime): ReadableParty[] {
    const setting = settingOfRegime(this.rulebook, loaded);
    const on = { day: this.day, language: this.language };
    const intake = loaded.intake.rules.map((rule) =>
      this.rule(rule, (version) => intakeSentence(setting, rule, version, on)),
    );
    const parties = new Map<string, ReadableRule[]>([['intake', intake]]);
    for (const rule of setting.rules.toSorted(byEffect)) {
      const party = rule.id.split('/')[1] ?? rule.id;
      const readable = this.rule(rule, (version) => decisionSentence(setting, rule, version, on));
      parties.set(party, [...(parties.get(party) ?? []), readable]);
    }
    return [...parties].map(([id, rules]) => ({ id: `${loaded.regime.id}/${id}`, title: this.party(id), rules }));
  }

  private rule(
    rule: IntakeRule | DecisionRule,
    sentence: (version: IntakeRule['versions'][number]) => string,
  ): ReadableRule {
    return {
      id: rule.id,
      title: rule.title[this.language],
      versions: rule.versions.map((version) => {
        const to = lastDayOfVersion(rule, version);
        return { from: version.from, ...(to === undefined ? {} : { to }), sentence: sentence(version) };
      }),
      basis: this.basis(rule.basis),
      interpretations: [...(rule.interpretations ?? [])],
      unless: [...(rule.unless ?? [])],
      reviewedOn: rule.reviewedOn,
      cases: (this.cases.get(rule.id) ?? []).map(({ id, title, status }) => ({ id, title, status })),
      ...this.confidence(rule.mark),
    };
  }

  private measure(
    { categories }: Regime,
    { measure, terms, basis, mark }: Regime['measures'][number],
  ): ReadableMeasure {
    const known = this.rulebook.catalogue.measures[measure];
    return {
      id: measure,
      title: known?.title[this.language] ?? measure,
      tellCustomer: known === undefined ? '' : this.words.inGeneral(known.tellCustomer),
      terms: Object.entries(terms).flatMap(([category, id]) => {
        const parameter = this.rulebook.parameters.get(id);
        const title = categories[category]?.title[this.language] ?? category;
        return parameter === undefined ? [] : [{ category, title, parameter: this.parameter(parameter) }];
      }),
      basis: this.basis(basis),
      ...this.confidence(mark),
    };
  }

  private cumulation({ cumulation, categories }: Regime): ReadableRegime['cumulation'] {
    const { mode, cap, escalation, basis, mark } = cumulation;
    const parameter = cap === undefined ? undefined : this.rulebook.parameters.get(cap);
    const category = escalation === undefined ? undefined : categories[escalation.category]?.title[this.language];
    return {
      mode,
      ...(parameter === undefined ? {} : { cap: this.parameter(parameter) }),
      ...(escalation === undefined
        ? {}
        : { escalation: { from: escalation.from, category: category ?? escalation.category } }),
      basis: this.basis([...basis, ...(escalation?.basis ?? [])]),
      ...this.confidence(mark),
    };
  }

  private value(value: Parameter['values'][number]['value'], unit: Parameter['unit']): string {
    if (value === undefined) return this.words.unread();
    if (typeof value === 'boolean') return this.words.switched(value);
    if (typeof value === 'object') return value.map((item) => this.words.listed(item)).join(this.words.separator());
    return typeof value === 'number' ? this.words.number(value, unit) : value;
  }

  private basis(citations: readonly Citation[]): ReadableCitation[] {
    return citations.map((citation) => this.citation(citation));
  }

  private confidence(mark: Mark): ReadableConfidence {
    const text = this.rulebook.wording.marks[mark]?.[this.language] ?? mark;
    return { mark, confidence: confidenceOf(mark), text };
  }

  private party(id: string): string {
    return this.rulebook.wording.parties[id]?.[this.language] ?? id;
  }
}

/** What denies comes before what excepts it. */
function byEffect(left: DecisionRule, right: DecisionRule): number {
  const isException = (rule: DecisionRule): number => (rule.exceptTo === undefined ? 0 : 1);
  return (
    isException(left) - isException(right) ||
    OUTCOMES.indexOf(right.effect) - OUTCOMES.indexOf(left.effect) ||
    (left.id < right.id ? -1 : 1)
  );
}
