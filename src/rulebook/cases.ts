import type { Answer, DecisionInput } from '../domain/decision.js';
import { localDate, localDateOf } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { Problem } from '../domain/problem.js';
import { cumulated, designationOf, inputOf, situationNamed } from './case-input.js';
import { decide } from './decide.js';
import type { AskCase, CaseFile, GoldenCase, IntakeCase } from './golden-case.js';
import { judgeDesignation } from './intake.js';
import type { Judgement } from './intake.js';
import type { Rulebook } from './rulebook.js';
import { withoutInterpretations } from './switches.js';
import type { UnplacedDesignation } from './vectors.js';

/** What a case says of one rule: on which day it was asked, and whether it fired. For the checker. */
export interface Observation {
  rule: string;
  day: LocalDate;
  fired: boolean;
  /** Last day of the rule's measure under a sanction of the case. */
  lastDay?: LocalDate;
}

export interface CaseResult {
  file: string;
  case: GoldenCase;
  /** Sentences about what differs; empty if the case holds. */
  differences: string[];
  observations: Observation[];
}

/** Runs every case of the files; a case that throws has the error among its differences. */
export async function runCases(rulebook: Rulebook, files: Readonly<Record<string, CaseFile>>): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [file, content] of Object.entries(files)) {
    for (const golden of content.cases) results.push({ file, ...(await runCase(rulebook, content, golden)) });
  }
  return results;
}

/** Runs one case of a file. */
export async function runCase(
  rulebook: Rulebook,
  file: CaseFile,
  golden: GoldenCase,
): Promise<Omit<CaseResult, 'file'>> {
  const observations: Observation[] = [];
  const differences = await differencesOf(rulebook, file, golden, observations).catch((error: unknown) => [
    `it throws: ${error instanceof Error ? error.message : String(error)}`,
  ]);
  return { case: golden, differences, observations };
}

async function differencesOf(
  asIs: Rulebook,
  file: CaseFile,
  golden: GoldenCase,
  observations: Observation[],
): Promise<string[]> {
  const rulebook = withoutInterpretations(asIs, golden.off ?? []);
  if ('ask' in golden) return asked(rulebook, file, golden, observations);
  if ('intake' in golden) return judged(rulebook, file, golden, observations);
  const days = cumulated(
    rulebook,
    golden.chain.map((name) => situationNamed(file, name)),
  );
  const found = days.map((terms) => terms.find(({ measure }) => measure === golden.measure));
  return golden.expect.flatMap((expected, index) =>
    differing({ ...found[index] }, expected, `${golden.chain[index]}.`),
  );
}

async function asked(
  rulebook: Rulebook,
  file: CaseFile,
  golden: AskCase,
  observations: Observation[],
): Promise<string[]> {
  const input = inputOf(rulebook, file, golden);
  const { problem, rules, effects, excused, interpretations, confidence, limits, reviewDefault, appeal, ...same } =
    golden.expect;
  const decision = await decide(rulebook, input).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  const fired = decision instanceof Problem ? [] : decision.trace.filter((step) => step.fired).map((step) => step.rule);
  observations.push(...observed(rulebook, input, new Set(fired)));
  if (decision instanceof Problem) return differing({ problem: decision.code }, { problem: problem ?? 'none' });
  const { answer } = decision;
  const first = answer.reasons[0];
  const unnamed = (interpretations ?? []).filter((id) => !(first?.interpretations ?? []).includes(id));
  return [
    ...(problem === undefined ? [] : [`problem: expected ${problem}, found none`]),
    ...differing({ ...answer, lastDay: answer.lastDay ?? null }, same),
    ...(rules === undefined ? [] : differing({ rules: rulesOf(answer) }, { rules: rules.toSorted() })),
    ...differing(Object.fromEntries(answer.reasons.map(({ rule, effect }) => [rule, effect])), effects ?? {}),
    ...(excused === undefined ? [] : differing({ excused: answer.excused }, { excused })),
    ...(confidence === undefined ? [] : differing({ confidence: answer.weakestConfidence }, { confidence })),
    ...(limits === undefined ? [] : differing({ limits: answer.limits.length }, { limits })),
    ...(reviewDefault === undefined ? [] : differing({ reviewDefault: first?.reviewDefault }, { reviewDefault })),
    ...(appeal === undefined ? [] : differing({ appeal: first?.appeal }, { appeal })),
    ...unnamed.map((id) => `interpretations: the first reason does not name ${id}`),
  ];
}

async function judged(
  rulebook: Rulebook,
  file: CaseFile,
  golden: IntakeCase,
  observations: Observation[],
): Promise<string[]> {
  const row = file.rows?.[golden.intake];
  if (row === undefined) throw new Error(`there is no row ${golden.intake}`);
  const designation = designationOf({ ...row, ...golden.with }, golden.on);
  const today = golden.today ?? localDate('2026-11-21');
  const judgement = await judgeDesignation(rulebook, designation, {
    today,
    ...(golden.sector === undefined ? {} : { sector: golden.sector }),
  });
  const regime = designation.regime ?? judgement.regime ?? '';
  for (const { id } of rulebook.regimes.get(regime)?.intake.rules ?? []) {
    observations.push({ rule: id, day: golden.on, fired: judgement.rules.includes(id) });
  }
  const { lastDay, rules, ...same } = golden.expect;
  return [
    ...differing({ ...judgement }, same),
    ...(rules === undefined ? [] : differing({ rules: judgement.rules.toSorted() }, { rules: rules.toSorted() })),
    ...(lastDay === undefined ? [] : differing({ lastDay: longestDay(rulebook, designation, judgement) }, { lastDay })),
  ];
}

function observed(rulebook: Rulebook, input: DecisionInput, fired: ReadonlySet<string>): Observation[] {
  const day = localDateOf(new Date(input.asOf));
  const ofSanctions = input.sanctions.flatMap(({ regime, measures }) =>
    (rulebook.regimes.get(regime)?.decisions.get(input.question) ?? []).map((rule) => {
      const lastDay = measures.find(({ measure }) => measure === rule.measure)?.lastDay;
      return { rule: rule.id, day, fired: fired.has(rule.id), ...(lastDay === undefined ? {} : { lastDay }) };
    }),
  );
  const general = rulebook.general
    .flatMap(({ rules }) => rules)
    .filter(({ questions }) => questions.includes('*') || questions.includes(input.question));
  return [...ofSanctions, ...general.map(({ id }) => ({ rule: id, day, fired: fired.has(id) }))];
}

function longestDay(
  rulebook: Rulebook,
  row: UnplacedDesignation,
  { regime, category }: Judgement,
): LocalDate | undefined {
  if (regime === undefined || category === undefined) return undefined;
  const { identifiedOn, termYears } = row;
  const [terms] = cumulated(rulebook, [
    { regime, category, ground: row.ground, identifiedOn, ...(termYears === undefined ? {} : { termYears }) },
  ]);
  return terms
    ?.map(({ lastDay }) => lastDay)
    .toSorted()
    .at(-1);
}

function rulesOf(answer: Answer): string[] {
  return answer.reasons.map((reason) => reason.rule).toSorted();
}

function differing(found: Readonly<Record<string, unknown>>, expected: object, prefix = ''): string[] {
  return Object.entries(expected).flatMap(([key, value]: [string, unknown]) => {
    const [want, have] = [JSON.stringify(value), JSON.stringify(found[key])];
    return want === have ? [] : [`${prefix}${key}: expected ${want}, found ${have ?? 'nothing'}`];
  });
}
