import type { LocalDate } from '../domain/period.js';
import { folderOf } from './files.js';
import type { ParsedFiles } from './files.js';
import { finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import type { Condition, DecisionRule, Parameter, Source } from './rulebook.js';

interface Placed<T> {
  place: Place;
  item: T;
}

/** What the files of a rulebook define, by id, with the places; the checker looks everything up here. */
export class Law {
  readonly sources = new Map<string, Placed<Source>>();
  readonly parameters = new Map<string, Placed<Parameter>>();
  readonly questions: ReadonlySet<string>;
  readonly measures: ReadonlySet<string>;
  readonly duplicates: { place: Place; id: string }[] = [];
  private readonly rules = new Map<string, Place>();

  constructor(private readonly parsed: ParsedFiles) {
    const catalogues = parsed.catalogue.map(({ content }) => content);
    this.questions = new Set(catalogues.flatMap(({ questions }) => Object.keys(questions)));
    this.measures = new Set(catalogues.flatMap(({ measures }) => Object.keys(measures)));
    for (const { path, content } of parsed.sources) {
      content.sources.forEach((source, index) => {
        this.add(this.sources, source.id, { place: { file: path, path: `/sources/${index}` }, item: source });
      });
    }
    for (const { path, content } of parsed.parameters) {
      content.parameters.forEach((parameter, index) => {
        this.add(this.parameters, parameter.id, {
          place: { file: path, path: `/parameters/${index}` },
          item: parameter,
        });
      });
    }
    for (const { path, content } of [
      ...parsed['intake-rules'],
      ...parsed['decision-rules'],
      ...parsed['general-rules'],
    ]) {
      content.rules.forEach(({ id }, index) => {
        const place = { file: path, rule: id, path: `/rules/${index}` };
        if (this.rules.has(id)) this.duplicates.push({ place, id });
        this.rules.set(id, place);
      });
    }
    this.addRegimesAndConditions();
  }

  /** The named conditions of all files of a folder. */
  conditionsOf(folder: string): Readonly<Record<string, Condition>> {
    const files = [...this.parsed['intake-rules'], ...this.parsed['decision-rules']];
    const named = files.filter((file) => folderOf(file.path) === folder).map(({ content }) => content.conditions ?? {});
    return Object.assign({}, ...named);
  }

  /** The decision rules of all files of a folder, by id: what an exception may name. */
  decisionRulesOf(folder: string): ReadonlyMap<string, DecisionRule> {
    const files = [...this.parsed['decision-rules'], ...this.parsed['general-rules']];
    const rules = files.filter((file) => folderOf(file.path) === folder).flatMap(({ content }) => content.rules);
    return new Map(rules.map((rule) => [rule.id, rule]));
  }

  /** A term or cap: a parameter in years that has been read from a day on. */
  checkYears(place: Place, id: string, from: LocalDate): Finding[] {
    const parameter = this.parameters.get(id)?.item;
    if (parameter === undefined || parameter.unit !== 'years') {
      return [
        finding(place, 'unknown-parameter', {
          zh: `没有以年计的参数 ${id}`,
          en: `There is no parameter in years ${id}`,
        }),
      ];
    }
    return this.checkReadable(place, parameter, from);
  }

  /** Whether a parameter has a value from a day on: one that was not read (mark N) must not be guessed. */
  checkReadable(place: Place, parameter: Parameter, from: LocalDate): Finding[] {
    const { id, values } = parameter;
    const first = values.findLast((entry) => entry.from <= from);
    if (first === undefined) {
      return [
        finding(place, 'parameter-not-in-force', {
          zh: `${id} 在 ${from} 还没有值`,
          en: `${id} has no value yet on ${from}`,
        }),
      ];
    }
    const used = [first, ...values.filter((entry) => entry.from > from)];
    if (used.every((entry) => entry.value !== undefined)) return [];
    return [
      finding(place, 'parameter-unread', {
        zh: `${id} 未读到原文,不得据以判定`,
        en: `${id} was never read: nothing may rest on it`,
      }),
    ];
  }

  private addRegimesAndConditions(): void {
    const seen = new Set<string>();
    for (const { path, content } of this.parsed.regime) {
      const isMisnamed = content.id !== folderOf(path);
      if (seen.has(content.id) || isMisnamed)
        this.duplicates.push({ place: { file: path, path: '/id' }, id: content.id });
      seen.add(content.id);
    }
    for (const { path, content } of [...this.parsed['intake-rules'], ...this.parsed['decision-rules']]) {
      for (const name of Object.keys(content.conditions ?? {})) {
        const key = `${folderOf(path)}/${name}`;
        if (seen.has(key)) this.duplicates.push({ place: { file: path, path: `/conditions/${name}` }, id: name });
        seen.add(key);
      }
    }
  }

  private add<T>(map: Map<string, Placed<T>>, id: string, placed: Placed<T>): void {
    if (map.has(id)) this.duplicates.push({ place: placed.place, id });
    map.set(id, placed);
  }
}
