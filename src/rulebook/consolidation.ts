import type { FactType } from '../domain/facts.js';
import type { LocalDate } from '../domain/period.js';
import { compileRules, factsReadBy } from './compile.js';
import type { CompiledRules } from './compile.js';
import type { FactRow, Scope } from './compiled-condition.js';
import type { EvaluableRule, Evaluation } from './evaluate.js';
import { rowReader } from './fact-row.js';
import type { RowReader } from './fact-row.js';
import { isInterpretationOn, parametersOn } from './parameters.js';
import { APPEAL_DOES_NOT_SUSPEND, generalReason, presumedReason, reasonUnder, sentenceOf } from './reasons.js';
import type { Drafting, ReasonGiver, TextLanguage } from './reasons.js';
import type { Condition, ConditionValue, DecisionRule, GeneralRuleFile, Regime, Rulebook, Text } from './rulebook.js';
import { FACTS_UNDER_A_SANCTION, GENERAL_FACTS, SANCTION_FACTS } from './vectors.js';
import { changesOf, rulesInForce } from './versions.js';

type InLanguage<T> = Readonly<Record<TextLanguage, T>>;

/** A rule in force, ready to be asked. */
export interface ChapterRule {
  readonly rule: DecisionRule;
  /** First day of the version that is read. */
  readonly from: LocalDate;
  readonly reason: InLanguage<ReasonGiver>;
  /** What the institution says to the customer where this rule softens another. */
  readonly sentence: InLanguage<string>;
  readonly valuesRead: (row: FactRow) => Evaluation['values'];
}

/** Rules that are heard together: those of one regime, or of one general file, on one question. */
export interface Chapter {
  readonly source: 'regime' | GeneralRuleFile['scope'];
  readonly rules: readonly ChapterRule[];
  /** The facts the rules read, and no others: the row that `fired` and `valuesRead` are asked with. */
  readonly rowOf: RowReader;
  /** Which of the rules fire, in their order. */
  readonly fired: CompiledRules['fired'];
  readonly hasExceptions: boolean;
  /** The same rules, in the same order, and all they need but facts, for an evaluator that reads conditions itself. */
  readonly evaluable: readonly EvaluableRule[];
  readonly scope: Scope;
}

const STARTS_ON_IDENTIFICATION = 'I-3';

const NOTHING_READ = () => ({});
const NO_CONDITIONS: Readonly<Record<string, Condition>> = {};

/** What the law says on one question from one change to the next. Drawn up as it is asked for, then never changed. */
export class QuestionLaw {
  readonly presumption: InLanguage<ReasonGiver> | undefined;
  /** The rules about the card itself, one chapter per file. */
  readonly ofCard: readonly Chapter[];
  /** The rules about the name given, one chapter per file. */
  readonly ofName: readonly Chapter[];
  /**
   * What the customer is told where nothing says from which day a term runs that no list names, or whether a pending
   * appeal suspends it: the interpretation that says so is switched off, so a human decides. Undefined while it is on.
   */
  readonly doubts: { readonly start: Text | undefined; readonly appeal: Text | undefined };
  private readonly chapters = new Map<string, Chapter>();

  constructor(
    private readonly rulebook: Rulebook,
    private readonly question: string,
    private readonly day: LocalDate,
    private readonly parameters: ReadonlyMap<string, ConditionValue>,
  ) {
    const presumption = rulebook.catalogue.questions[question]?.presumption;
    this.presumption =
      presumption === undefined
        ? undefined
        : this.inLanguages((drafting) => presumedReason(drafting, question, presumption));
    this.doubts = { start: this.whenOff(STARTS_ON_IDENTIFICATION), appeal: this.whenOff(APPEAL_DOES_NOT_SUSPEND) };
    const general = rulebook.general.map((file) => this.generalChapter(file)).filter(({ rules }) => rules.length > 0);
    this.ofCard = general.filter(({ source }) => source === 'card');
    this.ofName = general.filter(({ source }) => source === 'identity');
  }

  /** The rules of a regime. @throws {Error} if the rulebook has no such regime */
  under(regime: string): Chapter {
    const known = this.chapters.get(regime);
    if (known !== undefined) return known;
    const chapter = this.regimeChapter(regime);
    this.chapters.set(regime, chapter);
    return chapter;
  }

  private regimeChapter(id: string): Chapter {
    const loaded = this.rulebook.regimes.get(id);
    if (loaded === undefined) throw new Error(`the rulebook has no regime ${id}`);
    const rules = loaded.decisions.get(this.question) ?? [];
    const isRunning = this.runs(loaded.regime);
    const speaking = rules.filter(({ when }) => when === 'ended' || isRunning);
    return this.chapter('regime', speaking, {
      conditions: loaded.conditions,
      types: FACTS_UNDER_A_SANCTION,
      reasonOf: (drafting, rule) => reasonUnder(drafting, rule, loaded.regime),
    });
  }

  /** Whether sanctions of a regime are in force at all, as far as that rests on interpretations. */
  private runs({ interpretations }: Regime): boolean {
    return interpretations
      .filter(({ from, weakens }) => weakens === true && (from === undefined || from <= this.day))
      .every(({ id }) => isInterpretationOn(this.rulebook, id, this.day));
  }

  // A rulebook that does not have the interpretation at all leaves nothing open by it.
  private whenOff(id: string): Text | undefined {
    const parameter = this.rulebook.parameters.get(id);
    if (parameter === undefined || isInterpretationOn(this.rulebook, id, this.day)) return undefined;
    return parameter.whenOff ?? parameter.title;
  }

  private generalChapter({ scope, rules, conditions, remedy }: GeneralRuleFile): Chapter {
    const asked = rules.filter(({ questions }) => questions.includes('*') || questions.includes(this.question));
    return this.chapter(scope, asked, {
      conditions: conditions ?? NO_CONDITIONS,
      types: GENERAL_FACTS,
      reasonOf: (drafting, rule) => generalReason(drafting, rule, remedy),
    });
  }

  private chapter(
    source: Chapter['source'],
    rules: readonly DecisionRule[],
    {
      conditions,
      types,
      reasonOf,
    }: {
      conditions: Readonly<Record<string, Condition>>;
      types: Readonly<Record<string, FactType>>;
      reasonOf: (drafting: Drafting, rule: DecisionRule) => ReasonGiver;
    },
  ): Chapter {
    const scope = { conditions, types, parameters: this.parameters };
    const inForce = rulesInForce(this.rulebook, rules, this.day);
    const evaluable: readonly EvaluableRule[] = inForce.map(({ rule, version }) => ({
      id: rule.id,
      conditions: version.conditions,
    }));
    const read = factsReadBy(evaluable, conditions);
    const typesRead = Object.fromEntries(Object.entries(types).filter(([fact]) => read.has(fact)));
    const { fired, valuesRead } = compileRules(evaluable, { ...scope, types: typesRead });
    return {
      source,
      scope,
      evaluable,
      rowOf: rowReader(typesRead, SANCTION_FACTS),
      fired,
      hasExceptions: inForce.some(({ rule }) => rule.exceptTo !== undefined),
      rules: inForce.map(({ rule, version }, index) => ({
        rule,
        from: version.from,
        reason: this.inLanguages((drafting) => reasonOf(drafting, rule)),
        sentence: this.inLanguages((drafting) => sentenceOf(drafting, rule)),
        valuesRead: valuesRead[index] ?? NOTHING_READ,
      })),
    };
  }

  private inLanguages<T>(draft: (drafting: Drafting) => T): InLanguage<T> {
    const { rulebook, day } = this;
    return { zh: draft({ rulebook, day, language: 'zh' }), en: draft({ rulebook, day, language: 'en' }) };
  }
}

/** The whole law as it stands from one change to the next. */
export class Consolidation {
  private readonly parameters: ReadonlyMap<string, ConditionValue>;
  private readonly questions = new Map<string, QuestionLaw>();

  constructor(
    private readonly rulebook: Rulebook,
    private readonly day: LocalDate,
  ) {
    this.parameters = parametersOn(rulebook, day);
  }

  /** What it says on a question of the catalogue. */
  on(question: string): QuestionLaw {
    const known = this.questions.get(question);
    if (known !== undefined) return known;
    const law = new QuestionLaw(this.rulebook, question, this.day, this.parameters);
    this.questions.set(question, law);
    return law;
  }
}

interface Timeline {
  changes: readonly LocalDate[];
  consolidations: Map<string, Consolidation>;
}

// A rulebook is immutable; what is drawn up from it stays as long as it does.
const TIMELINES = new WeakMap<Rulebook, Timeline>();

/** The law of a rulebook as it stands on a day. */
export function consolidationOn(rulebook: Rulebook, day: LocalDate): Consolidation {
  const { changes, consolidations } = timelineOf(rulebook);
  const since = changes.findLast((change) => change <= day) ?? 'ever';
  const known = consolidations.get(since);
  if (known !== undefined) return known;
  const consolidation = new Consolidation(rulebook, day);
  consolidations.set(since, consolidation);
  return consolidation;
}

function timelineOf(rulebook: Rulebook): Timeline {
  const known = TIMELINES.get(rulebook);
  if (known !== undefined) return known;
  const regimes = [...rulebook.regimes.values()];
  const rules = [
    ...regimes.flatMap(({ decisions }) => [...decisions.values()].flat()),
    ...rulebook.general.flatMap((file) => file.rules),
  ];
  const interpreted = regimes.flatMap(({ regime }) => regime.interpretations.flatMap(({ from }) => from ?? []));
  const changes = [...new Set([...changesOf(rulebook, rules), ...interpreted])].toSorted();
  const timeline = { changes, consolidations: new Map<string, Consolidation>() };
  TIMELINES.set(rulebook, timeline);
  return timeline;
}
