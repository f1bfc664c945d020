import type { DecisionInput } from '../domain/decision.js';
import { DECISION_FACTS } from '../domain/facts.js';
import type { FactType, FactValue } from '../domain/facts.js';
import type { Language } from '../domain/problem.js';
import { inputOf } from './case-input.js';
import { isOfType } from './fact-type.js';
import { parseFiles } from './files.js';
import type { RuleFiles } from './files.js';
import { formatFinding } from './finding.js';
import type { CaseFile } from './golden-case.js';
import type { Rulebook } from './rulebook.js';
import { decisionFacts, generalFacts } from './vectors.js';

/** The facts of a question cannot be read. The message says what is wrong, one fault a line. */
export class UnusableFactsError extends Error {
  override readonly name = 'UnusableFactsError';
}

const REQUEST: Record<keyof DecisionInput['request'], true> = {
  channel: true,
  purpose: true,
  realName: true,
  inPerson: true,
  agreementSince: true,
  accountClass: true,
  openingConcern: true,
  policeApproval: true,
};
const CARD: Record<keyof DecisionInput['card'], true> = {
  kind: true,
  status: true,
  listing: true,
  isFraudRisk: true,
  reverification: true,
  phoneSharing: true,
  openedOn: true,
  firstTransactionOn: true,
  noticedAt: true,
  verifiedAt: true,
};
const COUNTERPARTY: Record<keyof NonNullable<DecisionInput['counterparty']>, true> = { kind: true, listing: true };
const HOLDER: Record<keyof NonNullable<DecisionInput['holder']>, true> = {
  listing: true,
  hasImplicatedAccount: true,
  simsAtCarrier: true,
  debitCardsAtBank: true,
  classOneAccountsAtBank: true,
  classThreeAccountsAtInstitution: true,
  retainedSim: true,
  retainedSimCarrier: true,
  otherUsableSim: true,
};
const TABLES: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  request: REQUEST,
  card: CARD,
  counterparty: COUNTERPARTY,
  holder: HOLDER,
};

/**
 * A question with its facts, told in the words of a golden case: `sanctions` is a list of situations; `request`, `card`,
 * `counterparty`, `holder` and `nameMatch` are those of the case. What is not said is `none`.
 *
 * @param files of the rulebook, with `schema/`: the facts are validated by the schema of the cases
 * @param at a day (10:00 is meant) or an instant with offset
 * @throws {UnusableFactsError} for anything the schema of the cases does not admit, an unknown word, or a value a fact
 * cannot have
 */
export function explainedQuestion(
  rulebook: Rulebook,
  files: RuleFiles,
  asked: { question: string; at: string; facts: unknown; language: Language },
): DecisionInput {
  const { question, at, facts, language } = asked;
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) {
    throw new UnusableFactsError('the facts are a JSON object');
  }
  const { sanctions = [], ...said }: { sanctions?: unknown } = facts;
  if (!Array.isArray(sanctions)) throw new UnusableFactsError('/sanctions is a list');
  const situations = Object.fromEntries(sanctions.map((situation: unknown, index) => [String(index + 1), situation]));
  const golden = { id: 'facts', title: 'facts', status: 'LAW', ask: question, under: Object.keys(situations), at };
  const content = {
    ...(sanctions.length === 0 ? {} : { situations }),
    cases: [{ ...golden, ...said, expect: { outcome: 'ALLOW' } }],
  };
  const path = 'explain/facts.cases.json';
  const { parsed, findings } = parseFiles({ ...files, [path]: content });
  const faults = findings.filter((found) => found.file === path).map((found) => formatFinding({ ...found, file: '' }));
  const file = parsed.cases.find((candidate) => candidate.path === path)?.content;
  const [first] = file?.cases ?? [];
  if (file === undefined || first === undefined || !('ask' in first)) throw new UnusableFactsError(faults.join('\n'));
  refuse([...unknownWords(said), ...unknownSanctions(rulebook, file)]);
  const input = { ...inputOf(rulebook, file, first), language };
  refuse(impossibleValues(input));
  return input;
}

function unknownWords(said: object): string[] {
  return Object.entries(said).flatMap(([group, members]: [string, unknown]) => {
    const known = TABLES[group];
    if (known === undefined || typeof members !== 'object' || members === null) return [];
    const unknown = Object.keys(members).filter((name) => !Object.hasOwn(known, name));
    return unknown.map((name) => `/${group}/${name} is not known; there are: ${Object.keys(known).join(', ')}`);
  });
}

function unknownSanctions(rulebook: Rulebook, { situations = {} }: CaseFile): string[] {
  return Object.values(situations).flatMap(({ regime, category }) => {
    const categories = rulebook.regimes.get(regime)?.regime.categories;
    if (categories === undefined)
      return [`${regime} is no regime; there are: ${[...rulebook.regimes.keys()].join(', ')}`];
    if (Object.hasOwn(categories, category)) return [];
    return [`${regime} has no category ${category}; it has: ${Object.keys(categories).join(', ')}`];
  });
}

function impossibleValues(input: DecisionInput): string[] {
  const types: Readonly<Record<string, FactType>> = DECISION_FACTS;
  const facts = [generalFacts(input), ...input.sanctions.map((sanction) => decisionFacts(input, sanction))];
  const faults = facts.flatMap(Object.entries).flatMap(([fact, value]: [string, FactValue]) => {
    const type = types[fact];
    if (type === undefined || isOfType(value, type)) return [];
    const possible = type.type === 'enum' ? `; it is one of: ${type.values.join(', ')}` : '';
    return [`${fact} cannot be ${JSON.stringify(value)}${possible}`];
  });
  return [...new Set(faults)];
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new UnusableFactsError(faults.join('\n'));
}
