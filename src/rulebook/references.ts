import { DECISION_FACTS, INTAKE_FACTS } from '../domain/facts.js';
import { checkEnforcement } from './check-enforcement.js';
import { checkConditions, checkNamedConditions } from './condition-references.js';
import type { RuleScope } from './condition-references.js';
import { folderOf } from './files.js';
import type { ParsedFiles } from './files.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import { Law } from './law.js';
import type { Catalogue, Citation, Condition, DecisionRule, IntakeRule, Regime } from './rulebook.js';
import { checkVersions } from './version-references.js';
import { GENERAL_FACTS } from './vectors.js';

/**
 * Everything in the files that names something which is not there, or names it twice: facts, operators, measures,
 * questions, sources, articles, parameters, interpretations, categories, conditions and rules; versions that overlap or
 * leave a hole.
 *
 * @param parsed files that their schemas admit
 */
export function checkReferences(parsed: ParsedFiles): Finding[] {
  const missing = ['sources', 'catalogue', 'parameters', 'regime'] as const;
  const absent = missing.filter((kind) => parsed[kind].length === 0);
  // Without these everything else would be unknown: one finding instead of a thousand.
  if (absent.length > 0) return absent.map(fileMissing);
  const law = new Law(parsed);
  return [
    ...duplicates(law),
    ...parsed.catalogue.flatMap(({ path, content }) => checkCatalogue(law, path, content)),
    ...checkParameters(law),
    ...parsed.regime.flatMap(({ path, content }) => [...regimeFiles(parsed, path), ...checkRegime(law, path, content)]),
    ...parsed['intake-rules'].flatMap(({ path, content }) => {
      const scope = scopeOf(law, parsed, path, INTAKE_FACTS);
      const rules = content.rules.flatMap((rule, index) =>
        checkIntakeRule(scope, rulePlace(path, rule.id, index), rule),
      );
      return [...rules, ...checkNamedConditions(scope, path, content.conditions)];
    }),
    ...parsed['decision-rules'].flatMap(({ path, content }) => {
      const scope = scopeOf(law, parsed, path, DECISION_FACTS);
      return checkDecisionRules(scope, path, content.rules, content.conditions);
    }),
    ...parsed['general-rules'].flatMap(({ path, content }) => {
      const scope = { ...scopeOf(law, parsed, path, GENERAL_FACTS), conditions: content.conditions ?? {} };
      return checkDecisionRules(scope, path, content.rules, content.conditions);
    }),
    ...checkEnforcement(law, parsed),
    ...parsed.enforcement.flatMap(({ path, content }) =>
      Object.values({ ...content.orders, ...content.campaigns }).flatMap(({ basis }) =>
        checkCitations(law, { file: path, path: '' }, basis),
      ),
    ),
  ];
}

function checkDecisionRules(
  scope: RuleScope,
  path: string,
  rules: readonly DecisionRule[],
  conditions: Record<string, Condition> | undefined,
): Finding[] {
  const found = rules.flatMap((rule, index) => checkDecisionRule(scope, rulePlace(path, rule.id, index), rule));
  return [...found, ...checkNamedConditions(scope, path, conditions)];
}

function scopeOf(law: Law, parsed: ParsedFiles, path: string, facts: RuleScope['facts']): RuleScope {
  const folder = folderOf(path);
  const regime = parsed.regime.find((file) => folderOf(file.path) === folder)?.content;
  return { law, regime, facts, conditions: law.conditionsOf(folder), rules: law.decisionRulesOf(folder) };
}

function checkIntakeRule(scope: RuleScope, place: Place, rule: IntakeRule): Finding[] {
  const { effect } = rule;
  const isUnknown = 'category' in effect && scope.regime?.categories[effect.category] === undefined;
  return [
    ...checkRule(scope, place, rule),
    ...(isUnknown ? [unknown(below(place, 'effect/category'), 'category', effect.category)] : []),
  ];
}

function checkDecisionRule(scope: RuleScope, place: Place, rule: DecisionRule): Finding[] {
  const { law, regime } = scope;
  const carried = regime === undefined || regime.measures.some(({ measure }) => measure === rule.measure);
  const questions = rule.questions.filter((question) => question !== '*' && !law.questions.has(question));
  const others = (rule.exceptTo ?? []).filter((id) => !scope.rules.has(id));
  const isSilent = rule.effect !== 'DENY' && rule.tellCustomer === undefined;
  return [
    ...checkRule(scope, place, rule),
    ...(law.measures.has(rule.measure) && carried ? [] : [unknown(below(place, 'measure'), 'measure', rule.measure)]),
    ...questions.map((question) => unknown(below(place, 'questions'), 'question', question)),
    ...others.map((id) => unknown(below(place, 'exceptTo'), 'rule', id)),
    ...(isCyclic(scope, rule) ? [finding(below(place, 'exceptTo'), 'cyclic-reference', CYCLE)] : []),
    ...(isSilent ? [finding(place, 'sentence-missing', SENTENCE_MISSING)] : []),
  ];
}

function checkRule(scope: RuleScope, place: Place, rule: IntakeRule | DecisionRule): Finding[] {
  const { law } = scope;
  return [
    ...(rule.id.startsWith(place.file.replace(/\.rules\.json$/, '/'))
      ? []
      : [finding(place, 'duplicate-id', MISPLACED)]),
    ...checkCitations(law, below(place, 'basis'), rule.basis),
    ...checkInterpretations(law, below(place, 'interpretations'), rule.interpretations),
    ...checkInterpretations(law, below(place, 'unless'), rule.unless),
    ...checkVersions(place, rule.versions),
    ...rule.versions.flatMap(({ conditions, from }, index) =>
      conditions === undefined
        ? []
        : checkConditions(scope, below(place, 'versions', index, 'conditions'), conditions, from),
    ),
  ];
}

function checkRegime(law: Law, path: string, regime: Regime): Finding[] {
  const place: Place = { file: path, path: '' };
  const { governs, cumulation } = regime;
  const raisedTo = cumulation.escalation?.category;
  const isRaisedNowhere = raisedTo !== undefined && regime.categories[raisedTo] === undefined;
  const isBackward = governs.to !== undefined && governs.to < governs.from;
  return [
    ...(law.sources.has(regime.source) ? [] : [unknown(below(place, 'source'), 'source', regime.source)]),
    ...checkCitations(law, below(place, 'governs/basis'), governs.basis),
    ...checkCitations(law, below(place, 'cumulation/basis'), cumulation.basis),
    ...checkCitations(law, below(place, 'cumulation/escalation/basis'), cumulation.escalation?.basis ?? []),
    ...(isRaisedNowhere ? [unknown(below(place, 'cumulation/escalation/category'), 'category', raisedTo)] : []),
    ...checkInterpretations(law, below(place, 'governs/interpretations'), governs.interpretations),
    ...checkInterpretations(law, below(place, 'cumulation/interpretations'), cumulation.interpretations),
    ...checkInterpretations(
      law,
      below(place, 'interpretations'),
      regime.interpretations.map(({ id }) => id),
    ),
    ...(isBackward ? [finding(below(place, 'governs'), 'versions-overlap', BACKWARD)] : []),
    ...(cumulation.cap === undefined
      ? []
      : law.checkYears(below(place, 'cumulation/cap'), cumulation.cap, governs.from)),
    ...regime.measures.flatMap((entry, index) => {
      const at = below(place, 'measures', index);
      const categories = Object.keys(entry.terms).filter((category) => regime.categories[category] === undefined);
      return [
        ...(law.measures.has(entry.measure) ? [] : [unknown(below(at, 'measure'), 'measure', entry.measure)]),
        ...categories.map((category) => unknown(below(at, 'terms'), 'category', category)),
        ...Object.values(entry.terms).flatMap((term) => law.checkYears(below(at, 'terms'), term, governs.from)),
        ...checkCitations(law, below(at, 'basis'), entry.basis),
      ];
    }),
  ];
}

function checkCatalogue(law: Law, path: string, catalogue: Catalogue): Finding[] {
  const presumptions = Object.entries(catalogue.questions).flatMap(([id, { presumption }]) => {
    if (presumption === undefined) return [];
    const place: Place = { file: path, path: `/questions/${id}/presumption` };
    const isKnown = law.measures.has(presumption.measure);
    return [
      ...(isKnown ? [] : [unknown(below(place, 'measure'), 'measure', presumption.measure)]),
      ...checkCitations(law, below(place, 'basis'), presumption.basis),
    ];
  });
  return [...presumptions, ...checkDirectives(law, path, catalogue)];
}

function checkDirectives(law: Law, path: string, { measures, cardQuestions = {} }: Catalogue): Finding[] {
  const questions = [
    ...Object.entries(measures).map(
      ([id, { directive }]) => [`/measures/${id}/directive`, directive?.whenAllowed] as const,
    ),
    ...Object.entries(cardQuestions).map(([kind, { question }]) => [`/cardQuestions/${kind}`, question] as const),
  ];
  return questions.flatMap(([at, question]) =>
    question === undefined || law.questions.has(question)
      ? []
      : [unknown({ file: path, path: at }, 'question', question)],
  );
}

function checkParameters(law: Law): Finding[] {
  return [...law.parameters.values()].flatMap(({ place, item }) => [
    ...checkVersions(place, item.values, 'values'),
    ...item.values.flatMap((entry, index) => checkCitations(law, below(place, 'values', index, 'basis'), entry.basis)),
  ]);
}

function checkCitations(law: Law, place: Place, citations: readonly Citation[]): Finding[] {
  return citations.flatMap(({ source, article }, index) => {
    const cited = law.sources.get(source);
    if (cited === undefined) return [unknown(below(place, index), 'source', source)];
    return Object.hasOwn(cited.item.articles, article)
      ? []
      : [unknown(below(place, index), 'article', `${source}#${article}`)];
  });
}

function checkInterpretations(law: Law, place: Place, ids: readonly string[] | undefined): Finding[] {
  const wrong = (ids ?? []).filter((id) => law.parameters.get(id)?.item.unit !== 'switch');
  return wrong.map((id) => unknown(place, 'interpretation', id));
}

function duplicates(law: Law): Finding[] {
  return law.duplicates.map(({ place, id }) =>
    finding(place, 'duplicate-id', { zh: `重复的标识:${id}`, en: `This id exists twice: ${id}` }),
  );
}

function regimeFiles(parsed: ParsedFiles, path: string): Finding[] {
  const folder = folderOf(path);
  if (parsed['intake-rules'].some((file) => folderOf(file.path) === folder)) return [];
  return [finding({ file: `${folder}/intake.rules.json`, path: '' }, 'file-missing', FILE_MISSING)];
}

function fileMissing(kind: string): Finding {
  return finding({ file: `${kind}.json`, path: '' }, 'file-missing', FILE_MISSING);
}

function isCyclic(scope: RuleScope, rule: DecisionRule, seen: readonly string[] = []): boolean {
  if (seen.includes(rule.id)) return true;
  const others = (rule.exceptTo ?? []).flatMap((id) => scope.rules.get(id) ?? []);
  return others.some((other) => isCyclic(scope, other, [...seen, rule.id]));
}

function rulePlace(file: string, rule: string, index: number): Place {
  return { file, rule, path: `/rules/${index}` };
}

function unknown(
  place: Place,
  what: 'measure' | 'question' | 'source' | 'article' | 'rule' | 'category' | 'interpretation',
  id: string,
): Finding {
  return finding(place, `unknown-${what}`, { zh: `没有 ${id}`, en: `There is no ${what} ${id} here` });
}

const CYCLE = { zh: '例外互为例外', en: 'The exceptions except each other' };
const SENTENCE_MISSING = {
  zh: '不是 DENY 的规则要写明 tellCustomer:措施的措辞是拒绝',
  en: 'A rule that does not deny says what to tell the customer: the sentence of the measure is a refusal',
};
const MISPLACED = { zh: '规则的标识要以它的文件开头', en: 'The id of a rule starts with its file' };
const BACKWARD = { zh: '结束日早于开始日', en: 'It ends before it begins' };
const FILE_MISSING = { zh: '缺少这个文件', en: 'This file is missing' };
