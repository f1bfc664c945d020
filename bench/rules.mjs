/**
 * `npm run build && node bench/rules.mjs [--write]`: the compiled rulebook beside json-rules-engine, ZEN and JsonLogic, on
 * the real rulebook, in the same run, in alternate rounds. No database. `--write` keeps the result in bench/rules.md. Also
 * part of `npm run bench`.
 */
import { deepStrictEqual } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { consolidationOn } from '../dist/src/rulebook/consolidation.js';
import { answerNow, decide, decideNow } from '../dist/src/rulebook/decide.js';
import { evaluate } from '../dist/src/rulebook/evaluate.js';
import { loadRulebook } from '../dist/src/rulebook/load.js';
import { measuresOf, termsOf } from '../dist/src/rulebook/terms.js';
import { decisionFacts, generalFacts, sanctionFacts } from '../dist/src/rulebook/vectors.js';
import { inlined, jsonLogicBuilt, jsonLogicInterpreted, jsonRulesEngine, zenEngine } from './other-engines.mjs';
import { median, spread } from './statistics.mjs';

const RULES = fileURLToPath(new URL('../rules', import.meta.url));
const DAY = '2026-03-02';
const ORGAN = { code: '500103000000', level: 'city', name: '重庆市公安局' };
/** Subjects by the sanctions they have: regime, category by its place in the regime, day. */
const SUBJECTS = {
  'no sanction': [],
  'one, joint measures': [['cn-joint-2024', 1, '2024-12-10']],
  'one, financial 2019': [['cn-fin-2019', 0, '2023-05-01']],
  'two regimes': [
    ['cn-fin-2019', 0, '2023-05-01'],
    ['cn-joint-2024', 0, '2025-03-01'],
  ],
  'three, two of them a chain': [
    ['cn-tel-chongqing-2021', 0, '2024-08-01'],
    ['cn-joint-2024', 1, '2024-12-10'],
    ['cn-joint-2024', 0, '2025-02-01'],
  ],
};
const REQUESTS = [
  { channel: 'online', purpose: 'transfer', agreementSince: 'none' },
  { channel: 'counter', purpose: 'withdrawal', agreementSince: 'none' },
  { channel: 'online', purpose: 'water', agreementSince: '2020-06-01' },
];
const RESULTS = fileURLToPath(new URL('rules.md', import.meta.url));
const ROUND_MS = 200;

/**
 * @param {{ rounds?: number }} options
 * @returns {Promise<string[][]>} rows of the table of results: what, Duanka, beside it, ratio
 */
export async function benchRules({ rounds = 5 } = {}) {
  const rulebook = await loadRulebook(RULES);
  // As questions come out of a request: objects that have been spread are slow to read.
  const questions = JSON.parse(JSON.stringify(questionsOf(rulebook)));
  const trials = trialsOf(rulebook, questions);
  const sizes = trials.map(({ conditions }) => conditions.length);
  const few = `${Math.min(...sizes)} to ${Math.max(...sizes)} rules`;
  return [
    ...rowsOf(`question, 0 to 3 sanctions`, await measured(questionContenders(rulebook), questions, rounds)),
    ...rowsOf(`conditions of a question, ${few}`, await measured(conditionContenders(), trials, rounds)),
  ];
}

/**
 * Whole answers: facts, rules, exceptions, reasons in words. Another engine only takes the place of the conditions; the
 * law around them is the compiled one.
 */
function questionContenders(rulebook) {
  const through = (evaluator) => () => (input) => decide(rulebook, input, evaluator);
  return {
    'compiled, trace off': () => (input) => answerNow(rulebook, input),
    'compiled, trace on': () => (input) => decideNow(rulebook, input),
    'through json-rules-engine, trace on': through(evaluate),
    'through @gorules/zen-engine, trace off': through(evaluatorOf(zenEngine)),
    'through json-logic-engine built (new Function), trace off': through(evaluatorOf(jsonLogicBuilt)),
  };
}

/** Another engine as an evaluator; it prepares a list of rules once. */
function evaluatorOf(engine) {
  const prepared = new Map();
  return async (rules, { facts, ...scope }) => {
    const run = prepared.get(rules) ?? engine(rules.map(({ conditions }) => inlined(conditions, scope)));
    prepared.set(rules, run);
    const fired = await run(facts);
    return rules.map(({ id }, place) => ({ rule: id, fired: fired[place], values: {} }));
  };
}

/**
 * Conditions alone, from facts to which rules fire. The other engines take facts as they come; a compiled rulebook checks
 * the facts of a question once, before all its rules, so that is a line of its own.
 */
function conditionContenders() {
  return {
    compiled: ({ fired, row }) => {
      const facts = row();
      return () => fired(facts);
    },
    'compiled, facts collected and checked': ({ fired, row }) => {
      return () => fired(row());
    },
    'compiled, facts collected and checked, every value read': ({ rules, fired, row }) => {
      return () => {
        const facts = row();
        for (const { valuesRead } of rules) valuesRead(facts);
        return fired(facts);
      };
    },
    'json-rules-engine, an engine per run': ({ conditions, facts }) => asking(jsonRulesEngine(conditions), facts),
    '@gorules/zen-engine, prepared': ({ conditions, facts }) => asking(zenEngine(conditions), facts),
    'json-logic-engine, built (new Function)': ({ conditions, facts }) => asking(jsonLogicBuilt(conditions), facts),
    'json-logic-engine, interpreted': ({ conditions, facts }) => asking(jsonLogicInterpreted(conditions), facts),
  };
}

/** What has been measured is worth nothing if one of them answers something else. */
async function assertAgreement(contenders, items) {
  const [[, first], ...others] = Object.entries(contenders);
  for (const item of items) {
    const expected = verdictOf(await first(item)(item));
    for (const [name, prepare] of others) {
      deepStrictEqual(verdictOf(await prepare(item)(item)), expected, `${name} answers something else`);
    }
  }
}

function verdictOf(result) {
  return result.answer ?? result;
}

/** @returns µs per item, per contender and round. @throws {Error} where an engine cannot say a condition of the rulebook */
async function measured(contenders, items, rounds) {
  await assertAgreement(contenders, items);
  const runs = Object.entries(contenders).map(([name, prepare]) => ({
    name,
    micros: [],
    asks: items.map((item) => ({ item, ask: prepare(item) })),
  }));
  for (const { asks } of runs) await timed(asks);
  for (let round = 0; round < rounds; round += 1) {
    for (const { micros, asks } of runs) micros.push(await timed(asks));
  }
  return runs;
}

/**
 * The median of many short passes over all items: what the machine does besides hits some of them and not the others.
 *
 * @returns µs per item
 */
async function timed(asks) {
  const isAsync = asks[0].ask(asks[0].item) instanceof Promise;
  const passes = [];
  const end = performance.now() + ROUND_MS;
  while (performance.now() < end) {
    const start = performance.now();
    // A promise is awaited only where there is one: the compiled form has none, and must not pay for one.
    if (isAsync) for (const { item, ask } of asks) await ask(item);
    else for (const { item, ask } of asks) ask(item);
    passes.push(performance.now() - start);
  }
  return (median(passes) * 1000) / asks.length;
}

function rowsOf(what, runs) {
  const compiled = runs[0].micros;
  return runs.map(({ name, micros }, place) => {
    const own = `${spread(compiled)} µs`;
    if (place === 0) return [`${what}: ${name}`, own, '', ''];
    const ratios = micros.map((value, round) => value / compiled[round]);
    return [`${what}: ${name}`, own, `${spread(micros)} µs`, `${median(ratios).toFixed(1)} ×`];
  });
}

function asking(engine, facts) {
  return () => engine(facts);
}

function questionsOf(rulebook) {
  return Object.values(SUBJECTS).flatMap((sanctions) => {
    const records = recordsOf(rulebook, sanctions);
    return Object.keys(rulebook.catalogue.questions).flatMap((question) =>
      REQUESTS.map((request) => ({
        question,
        asOf: `${DAY}T10:00:00.000+08:00`,
        language: 'zh-CN',
        request: { ...request, realName: 'yes', inPerson: 'no' },
        card: { kind: 'none', status: 'none', listing: 'none', isFraudRisk: 'none' },
        nameMatch: 'same',
        sanctions: records,
      })),
    );
  });
}

function recordsOf(rulebook, sanctions) {
  const records = sanctions.map(([regime, place, day], index) => {
    const category = Object.keys(rulebook.regimes.get(regime).regime.categories)[place];
    const terms = termsOf(rulebook, { regime, category, identifiedOn: day });
    return { id: `s${index}`, regime, category, identifiedOn: day, startsOn: day, terms };
  });
  const measures = new Map(
    [...new Set(records.map(({ regime }) => regime))].flatMap((regime) => [
      ...measuresOf(
        rulebook,
        regime,
        records.filter((record) => record.regime === regime),
      ),
    ]),
  );
  return records.map(({ terms: _terms, ...record }) => ({
    ...record,
    ground: Object.keys(rulebook.catalogue.grounds)[0],
    subjectKind: 'person',
    isMinor: false,
    organ: ORGAN,
    measures: measures.get(record.id).map(({ measure, firstDay, lastDay }) => ({ measure, firstDay, lastDay })),
  }));
}

/** One trial per sanction a question has to look at: the rules of its regime for the question, and the facts. */
function trialsOf(rulebook, questions) {
  const consolidation = consolidationOn(rulebook, DAY);
  return questions.flatMap((input) =>
    input.sanctions.flatMap((sanction) => {
      const chapter = consolidation.on(input.question).under(sanction.regime);
      return chapter.rules.length === 0 ? [] : [trial(chapter, input, sanction)];
    }),
  );
}

function trial({ rules, rowOf, fired, evaluable, scope }, input, sanction) {
  return {
    facts: decisionFacts(input, sanction),
    row: () => rowOf(generalFacts(input), () => sanctionFacts(sanction, input, DAY)),
    rules,
    fired,
    conditions: evaluable.map((rule) => inlined(rule.conditions, scope)),
  };
}

function reportOf(rows) {
  const header = ['what', 'compiled', 'beside it', 'ratio'];
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `# The compiled rulebook beside other engines

Median of alternate rounds (least – most), each the median of its passes; a ratio per round. The real rulebook on ${DAY}:
every question of the catalogue, three requests, five subjects (${Object.keys(SUBJECTS).join('; ')}).
All contenders were checked to give the same answers first.

“question” is the whole answer, reasons in words included; another engine takes the place of the conditions there, within the
compiled law. “conditions” is what such engines are made for: from facts to the rules that fire. They take facts as they come,
“compiled” takes facts that have been checked, and the line after it collects and checks them first.

Machine: ${availableParallelism()} cores (${cpus()[0].model.trim()}), Node ${process.version}.

${lines.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = reportOf(await benchRules());
  console.log(report);
  if (process.argv.includes('--write')) writeFileSync(RESULTS, report);
}
