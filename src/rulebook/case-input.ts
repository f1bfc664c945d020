import type { DecisionInput, SanctionRecord } from '../domain/decision.js';
import type { LocalDate } from '../domain/period.js';
import type { CumulatedTerm } from '../domain/term-pattern.js';
import type { AskCase, CaseFile, CaseRow, Situation } from './golden-case.js';
import type { Rulebook } from './rulebook.js';
import { measuresOf, termsOf } from './terms.js';
import type { UnplacedDesignation } from './vectors.js';

/** The question of a case, as the decision engine gets it. */
export function inputOf(rulebook: Rulebook, file: CaseFile, golden: AskCase): DecisionInput {
  return {
    question: golden.ask,
    asOf: golden.at.length === 10 ? `${golden.at}T10:00:00+08:00` : golden.at,
    language: 'zh-CN',
    request: {
      channel: 'none',
      purpose: 'none',
      realName: 'none',
      inPerson: 'none',
      agreementSince: 'none',
      ...golden.request,
    },
    card: { kind: 'none', status: 'none', listing: 'none', isFraudRisk: 'none', ...golden.card },
    ...(golden.counterparty === undefined
      ? {}
      : { counterparty: { kind: 'none', listing: 'none', ...golden.counterparty } }),
    ...(golden.holder === undefined ? {} : { holder: golden.holder }),
    nameMatch: golden.nameMatch ?? 'none',
    sanctions: sanctionsOf(
      rulebook,
      golden.under.map((name) => situationNamed(file, name)),
    ),
  };
}

function sanctionsOf(rulebook: Rulebook, situations: readonly Situation[]): SanctionRecord[] {
  const measures = cumulated(rulebook, situations);
  return situations.map((situation, index) => ({
    id: String(index + 1),
    regime: situation.regime,
    category: situation.category,
    ground: situation.ground,
    subjectKind: situation.subjectKind ?? 'person',
    isMinor: situation.isMinor ?? false,
    identifiedOn: situation.identifiedOn,
    startsOn: situation.startsOn ?? situation.identifiedOn,
    organ: { code: '500000', level: 'city', name: '示例市公安局' },
    measures: measures[index] ?? [],
    ...(situation.appeal === undefined ? {} : { appeal: situation.appeal }),
    ...(situation.liftedAt === undefined ? {} : { liftedAt: situation.liftedAt }),
  }));
}

/** The measures of each situation, cumulated with the others of its regime. */
export function cumulated(rulebook: Rulebook, situations: readonly Situation[]): CumulatedTerm[][] {
  const members = situations.map((situation, index) => ({
    id: String(index + 1),
    regime: situation.regime,
    identifiedOn: situation.identifiedOn,
    startsOn: situation.startsOn ?? situation.identifiedOn,
    terms: termsOf(rulebook, situation),
    isLifted: situation.liftedAt !== undefined,
  }));
  return members.map(({ id, regime }) => {
    const chain = members.filter((member) => member.regime === regime);
    return measuresOf(rulebook, regime, chain).get(id) ?? [];
  });
}

/** A row as intake gets it: what the case does not say is in order. The number belongs to nobody: region 000000. */
export function designationOf(row: CaseRow, identifiedOn: LocalDate): UnplacedDesignation {
  const isPerson = (row.subjectKind ?? 'person') === 'person';
  const born = (row.bornOn ?? '1885-05-05').replaceAll('-', '');
  const { offence, regime, items, times, recipients, provinceApprovalNo, termYears, tier, conductOn } = row;
  return {
    subject: {
      kind: row.subjectKind ?? 'person',
      idType: isPerson ? 'resident_id' : 'uscc',
      idNumber: isPerson ? `000000${born}0000` : '000000000000000000',
      name: '示例',
    },
    ground: row.ground,
    itemKinds: row.itemKinds ?? [],
    identifiedOn,
    identifyingOrgan: { code: row.organCode ?? '500000', level: row.organLevel ?? 'city', name: '示例市公安局' },
    implicatedCards: [],
    documentNo: row.documentNo ?? '示例认字1号',
    ...(row.isNoticeServed === false ? {} : { noticeServedOn: identifiedOn }),
    ...(offence === undefined ? {} : { conviction: { offence, punished: row.isPunished ?? true } }),
    ...(regime === undefined ? {} : { regime }),
    ...(items === undefined ? {} : { items }),
    ...(times === undefined ? {} : { times }),
    ...(recipients === undefined ? {} : { recipients }),
    ...(provinceApprovalNo === undefined ? {} : { provinceApprovalNo }),
    ...(termYears === undefined ? {} : { termYears }),
    ...(tier === undefined ? {} : { tier }),
    ...(conductOn === undefined ? {} : { conductOn }),
  };
}

/** @throws {Error} if the file has no such situation */
export function situationNamed(file: CaseFile, name: string): Situation {
  const situation = file.situations?.[name];
  if (situation === undefined) throw new Error(`there is no situation ${name}`);
  return situation;
}
