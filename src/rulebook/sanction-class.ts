import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { MeasureTerm } from '../domain/designation.js';
import type { LocalDate } from '../domain/period.js';
import { inputOn } from './standard-questions.js';
import { compareTerms } from './term-comparison.js';
import { isLifted, SANCTION_FACTS, sanctionFacts } from './vectors.js';

type Terms = readonly MeasureTerm[];

const NO_QUESTION = { question: '', situation: {} };

/**
 * Names the class of a subject's sanctions on a day: two subjects of one class get the same answers, but for the days and
 * organs that answers name.
 *
 * Answers read a measure by whether it is to come, in force or over, and a day by where it stands among the days that
 * rules and questions compare it with; everything else about a sanction counts as it is.
 */
export class SanctionClasses {
  private readonly thresholds: readonly LocalDate[];
  private readonly states = new WeakMap<Terms, string>();
  private readonly places = new Map<string, string>();
  private readonly ofSingles = new WeakMap<SanctionRecord, string>();

  /** @param compared every day that a rule or a question may compare a day of a sanction with */
  constructor(
    private readonly day: LocalDate,
    compared: ReadonlySet<LocalDate>,
  ) {
    this.thresholds = [...compared].toSorted();
  }

  /** @param anew the measures of each sanction computed another way, where that is a question too */
  classOf(sanctions: readonly SanctionRecord[], anew: readonly (readonly MeasureTerm[])[] | undefined): string {
    const [only] = sanctions;
    // Readers hand the same object out for sanctions that stand alone and are alike; what is computed anew follows from it.
    if (only === undefined || sanctions.length > 1) return this.computed(sanctions, anew);
    const known = this.ofSingles.get(only) ?? this.computed(sanctions, anew);
    this.ofSingles.set(only, known);
    return known;
  }

  private computed(
    sanctions: readonly SanctionRecord[],
    anew: readonly (readonly MeasureTerm[])[] | undefined,
  ): string {
    const name = this.nameOf(sanctions);
    if (anew === undefined) return sanctions.length < 2 ? name : `${name}\u001d${orderOfDays(sanctions)}`;
    const others = sanctions.map((sanction, place) => ({ ...sanction, measures: anew[place] ?? sanction.measures }));
    const patterns = sanctions.map(({ measures }, place) => compareTerms(measures, anew[place] ?? measures).pattern);
    return [name, this.nameOf(others), ...patterns, orderOfDays([...sanctions, ...others])].join('\u001d');
  }

  private nameOf(sanctions: readonly SanctionRecord[]): string {
    const input = inputOn(this.day, NO_QUESTION, sanctions);
    let name = '';
    for (const sanction of sanctions) {
      const { regime, measures, identifiedOn, startsOn, appeal = 'none' } = sanction;
      name += `${regime}\u001f${this.factsOf(input, sanction)}${this.stateOf(measures)}\u001f${appeal}`;
      name += identifiedOn === startsOn ? '\u001fat once' : '\u001fotherwise';
      name += isLifted(sanction, input.asOf) ? '\u001flifted\u001e' : '\u001e';
    }
    return name;
  }

  private factsOf(input: DecisionInput, sanction: SanctionRecord): string {
    let text = '';
    for (const [fact, value] of Object.entries(sanctionFacts(sanction, input, this.day))) {
      const isDay = SANCTION_FACTS[fact]?.type === 'day';
      text += `${isDay ? this.placeOf(String(value)) : String(value)}\u001f`;
    }
    return text;
  }

  private placeOf(value: string): string {
    const known = this.places.get(value);
    if (known !== undefined) return known;
    const below = this.thresholds.filter((threshold) => threshold < value).length;
    const place = this.thresholds.some((threshold) => threshold === value) ? `${below}=` : `${below}`;
    this.places.set(value, place);
    return place;
  }

  private stateOf(measures: Terms): string {
    const known = this.states.get(measures);
    if (known !== undefined) return known;
    const state = measures.map(({ measure, firstDay, lastDay }) => measure + this.whenIs(firstDay, lastDay)).join(',');
    this.states.set(measures, state);
    return state;
  }

  private whenIs(firstDay: LocalDate, lastDay: LocalDate): string {
    if (lastDay < this.day) return '-';
    return firstDay <= this.day ? '!' : '+';
  }
}

/** Which last days are equal, which earlier: reasons of several sanctions are told apart by their last days. */
function orderOfDays(sanctions: readonly SanctionRecord[]): string {
  const days = sanctions.flatMap(({ measures }) => measures.map(({ lastDay }) => lastDay));
  const order = [...new Set(days)].toSorted();
  return days.map((day) => order.indexOf(day)).join(' ');
}
