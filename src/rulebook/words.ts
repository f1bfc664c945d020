import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import type { FactType } from '../domain/facts.js';
import type { LocalDate } from '../domain/period.js';
import { holds } from './fact-domain.js';
import { parameterEntry } from './parameters.js';
import type { Citation, ConditionValue, Leaf, Regime, Rulebook, Text } from './rulebook.js';
import type { FactWording } from './wording.js';

const FACTS: Readonly<Record<string, FactType>> = { ...DECISION_FACTS, ...INTAKE_FACTS };
/** Facts whose values are card kinds: their words are those of the catalogue. */
const KINDS_OF_CARD: ReadonlySet<string> = new Set(['cardKind', 'counterpartyKind']);

/**
 * Puts the parts of conditions into words: those of `wording.json`, the catalogue and the regime. What has no word there
 * stands for itself.
 */
export class Words {
  /**
   * @param day whose parameters are named
   * @param regime gives the words of its categories; absent for rules about a card or a name
   * @param namesSources whether a parameter is named with its title, first day and source
   */
  constructor(
    private readonly rulebook: Rulebook,
    private readonly language: keyof Text,
    private readonly day: LocalDate,
    private readonly regime: Regime | undefined,
    private readonly namesSources: boolean,
  ) {}

  /** One comparison, or that it fails. A parameter is named with its value and unit. */
  leaf(leaf: Leaf, hasToHold: boolean): string {
    const { fact, operator, value } = leaf;
    const parameter = typeof value === 'object' && 'parameter' in value ? value.parameter : undefined;
    if (typeof value === 'object' && 'fact' in value) return this.compared(leaf, hasToHold, this.fact(value.fact));
    const right = parameter === undefined ? literal(value) : this.parameterOn(parameter);
    const source = parameter === undefined || !this.namesSources ? '' : this.sourceOf(parameter);
    const wording = this.rulebook.wording.facts[fact];
    if (wording?.clauses === true && right !== undefined) {
      return this.clauses(fact, wording, operator, right, hasToHold) + source;
    }
    return this.compared(leaf, hasToHold, this.operand(fact, right, parameter) + source);
  }

  fact(name: string): string {
    return this.rulebook.wording.facts[name]?.title[this.language] ?? name;
  }

  /** A value of a fact: from the words of the fact, the grounds and card kinds of the catalogue, categories, regimes. */
  value(fact: string, value: string | number | boolean): string {
    const key = String(value);
    const { catalogue, wording, regimes } = this.rulebook;
    const word =
      wording.facts[fact]?.values?.[key] ??
      (fact === 'ground' ? catalogue.grounds[key] : undefined) ??
      (KINDS_OF_CARD.has(fact) ? catalogue.cardKinds[key] : undefined) ??
      (fact === 'category' ? this.regime?.categories[key]?.title : undefined) ??
      regimes.get(key)?.regime.title;
    if (word !== undefined) return word[this.language];
    if (typeof value === 'number') return this.number(value, wording.facts[fact]?.unit);
    return FACTS[fact]?.type === 'text' ? this.quoted(key) : key;
  }

  /** A number with its unit. */
  number(value: number, unit: string | undefined): string {
    const words = unit === undefined ? undefined : this.rulebook.wording.units[unit];
    return words === undefined ? String(value) : words[this.language].replace('{number}', String(value));
  }

  /** A word of a list that no fact claims: that of any fact with such a value, else itself. */
  listed(item: string | number): string {
    const facts = Object.values(this.rulebook.wording.facts);
    const word = facts.find(({ values }) => values?.[String(item)] !== undefined)?.values?.[String(item)];
    return word?.[this.language] ?? String(item);
  }

  /** Several words, the last one after “or”. */
  alternatives(words: readonly string[]): string {
    const [last = '', ...others] = words.toReversed();
    if (others.length === 0) return last;
    const first = others.toReversed().join(this.separator());
    return this.language === 'zh' ? `${first}或${last}` : `${first} or ${last}`;
  }

  /** A sentence to a customer, said of nobody in particular. */
  inGeneral(text: Text): string {
    const [organ, lastDay] =
      this.language === 'zh' ? ['作出认定的机关', '期满日'] : ['the identifying organ', 'the last day'];
    return text[this.language].replaceAll('{organ}', organ).replaceAll('{lastDay}', lastDay);
  }

  /** What stands for a value that nobody has read. */
  unread(): string {
    return this.language === 'zh' ? '未读到的值' : 'a value that was not read';
  }

  /** The position of a switch. */
  switched(isOn: boolean): string {
    if (this.language === 'zh') return isOn ? '开启' : '关闭';
    return isOn ? 'on' : 'off';
  }

  /** What stands between the words of a list. */
  separator(): string {
    return this.language === 'zh' ? '、' : ', ';
  }

  /** In double quotes; quotes inside become single ones. */
  quoted(text: string): string {
    return `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`;
  }

  /** A place in a text: the titles of source and article. */
  citation({ source, article }: Citation): string {
    const cited = this.rulebook.sources.get(source);
    const title = cited?.articles[article]?.title[this.language] ?? article;
    const separator = this.language === 'zh' ? '' : ', ';
    return `${cited?.title[this.language] ?? source}${separator}${title}`;
  }

  private compared({ fact, operator }: Leaf, hasToHold: boolean, value: string): string {
    const words = this.rulebook.wording.operators[operator]?.[hasToHold ? 'holds' : 'fails'][this.language];
    const pattern = words ?? (hasToHold ? `{fact} ${operator} {value}` : `not ({fact} ${operator} {value})`);
    return pattern.replace('{fact}', () => this.fact(fact)).replace('{value}', () => value);
  }

  private operand(fact: string, right: ConditionValue | undefined, parameter: string | undefined): string {
    if (right === undefined) return this.unread();
    if (typeof right === 'object') return this.alternatives(right.map((item) => this.value(fact, item)));
    const unit = parameter === undefined ? undefined : this.rulebook.parameters.get(parameter)?.unit;
    return typeof right === 'number' && unit !== undefined ? this.number(right, unit) : this.value(fact, right);
  }

  /** The values of the fact for which the comparison comes out as wanted, each a clause of its own. */
  private clauses(
    fact: string,
    wording: FactWording,
    operator: string,
    right: ConditionValue,
    hasToHold: boolean,
  ): string {
    const type = FACTS[fact];
    const values = type?.type === 'enum' ? type.values : [true, false];
    const fitting = values.filter((value) => holds(operator, value, right) === hasToHold);
    return this.alternatives(fitting.map((value) => wording.values?.[String(value)]?.[this.language] ?? String(value)));
  }

  private parameterOn(id: string): ConditionValue | undefined {
    return parameterEntry(this.rulebook, id, this.day)?.value;
  }

  private sourceOf(id: string): string {
    const title = this.rulebook.parameters.get(id)?.title[this.language] ?? id;
    const entry = parameterEntry(this.rulebook, id, this.day);
    if (entry === undefined) return this.language === 'zh' ? `(${title})` : ` (${title})`;
    const sources = entry.basis.map((citation) => this.citation(citation));
    return this.language === 'zh'
      ? `(${title},自${entry.from}起,${sources.join(';')})`
      : ` (${title}, since ${entry.from}, ${sources.join('; ')})`;
  }
}

function literal(value: Leaf['value']): ConditionValue | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? undefined : value;
}
