import { confidenceOf, MARKS, OUTCOMES } from '../../domain/decision.js';
import { ROW_CODES } from '../../domain/designation.js';
import { DECISION_FACTS } from '../../domain/facts.js';
import {
  APPEAL_KIND_WORDS,
  APPEAL_STATE_WORDS,
  DIRECTIVE_ACTION_WORDS,
  DIRECTIVE_CAUSE_WORDS,
  ID_TYPE_WORDS,
  LISTING_WORDS,
  ORGAN_LEVEL_WORDS,
  RECEIPT_RESULT_WORDS,
  ROW_NOTE_WORDS,
  SUBJECT_KIND_WORDS,
} from '../../domain/words.js';
import { rowReason } from '../../files/row-reason.js';
import type { InstitutionKind } from '../../institutions/principal.js';
import { CARD_STATUSES } from '../../registry/card-record.js';
import type { TextLanguage } from '../../rulebook/reasons.js';
import type { Rulebook, Text } from '../../rulebook/rulebook.js';
import type { SanctionState } from '../../sanctions/sanction-state.js';
import type { CatalogueResponse, NamedCategory, NamedRegime, NamedView } from './catalogue.dto.js';

const INSTITUTION_KIND_WORDS: Readonly<Record<InstitutionKind, Text>> = {
  police_organ: { zh: '公安机关', en: 'Police organ' },
  bank: { zh: '银行', en: 'Bank' },
  payment_institution: { zh: '支付机构', en: 'Payment institution' },
  basic_carrier: { zh: '基础电信企业', en: 'Basic carrier' },
  mvno: { zh: '移动通信转售企业', en: 'Mobile virtual network operator' },
  internet_provider: { zh: '互联网服务提供者', en: 'Internet provider' },
  regulator: { zh: '主管部门', en: 'Regulator' },
};

const SANCTION_STATE_WORDS: Readonly<Record<SanctionState, Text>> = {
  in_force: { zh: '执行中', en: 'In force' },
  upcoming: { zh: '尚未开始', en: 'Not begun yet' },
  suspended: { zh: '申诉中止执行', en: 'Suspended during an appeal' },
  ended: { zh: '已期满', en: 'Ended' },
  lifted: { zh: '已解除', en: 'Lifted' },
  annulled: { zh: '已撤销', en: 'Annulled' },
};

/** Every word of the API that somebody reads, with its name: of a rulebook, and of the domain. */
export function catalogueOf(rulebook: Rulebook, language: TextLanguage): CatalogueResponse {
  const { catalogue, wording } = rulebook;
  const named = (words: Readonly<Record<string, Text>>): NamedView[] =>
    Object.entries(words).map(([id, text]) => ({ id, name: text[language] }));
  /** Values of a fact, by the words that sentences have for them. */
  const valuesOf = (fact: string, values: readonly string[]): NamedView[] =>
    values
      .filter((id) => id !== 'none')
      .map((id) => ({ id, name: wording.facts[fact]?.values?.[id]?.[language] ?? id }));
  return {
    rulebook: rulebook.hash,
    regimes: regimesOf(rulebook, language),
    categories: categoriesOf(rulebook, language),
    measures: Object.entries(catalogue.measures).map(([id, { title, party, cardKinds }]) => {
      return { id, name: title[language], party, cardKinds: [...cardKinds] };
    }),
    questions: Object.entries(catalogue.questions).map(([id, { title, party, askedBy }]) => {
      return { id, name: title[language], party, askedBy: [...askedBy] };
    }),
    parties: named(wording.parties),
    grounds: named(catalogue.grounds),
    offences: Object.keys(catalogue.offences).map((id) => ({ id, name: id })),
    subjectKinds: named(SUBJECT_KIND_WORDS),
    cardKinds: named(catalogue.cardKinds),
    cardStatuses: valuesOf('cardStatus', CARD_STATUSES),
    listings: named(LISTING_WORDS),
    idTypes: named(ID_TYPE_WORDS),
    organLevels: named(ORGAN_LEVEL_WORDS),
    institutionKinds: named(INSTITUTION_KIND_WORDS),
    rowCodes: ROW_CODES.map((id) => ({ id, name: rowReason(id, language === 'en' ? 'en' : 'zh-CN') })),
    rowNotes: named(ROW_NOTE_WORDS),
    sanctionStates: named(SANCTION_STATE_WORDS),
    appealKinds: named(APPEAL_KIND_WORDS),
    appealStates: named(APPEAL_STATE_WORDS),
    directiveActions: named(DIRECTIVE_ACTION_WORDS),
    directiveCauses: named(DIRECTIVE_CAUSE_WORDS),
    receiptResults: named(RECEIPT_RESULT_WORDS),
    channels: valuesOf('channel', DECISION_FACTS.channel.values),
    purposes: valuesOf('purpose', DECISION_FACTS.purpose.values),
    outcomes: OUTCOMES.map((id) => ({ id, name: wording.outcomes[id]?.[language] ?? id })),
    confidences: MARKS.map((mark) => {
      const id = confidenceOf(mark);
      return { id, name: wording.marks[mark]?.[language] ?? id };
    }),
  };
}

function regimesOf({ regimes }: Rulebook, language: TextLanguage): NamedRegime[] {
  return [...regimes.values()].map(({ regime: { id, title, governs } }) => {
    return { id, name: title[language], firstDay: governs.from, lastDay: governs.to ?? null };
  });
}

function categoriesOf({ regimes }: Rulebook, language: TextLanguage): NamedCategory[] {
  return [...regimes.values()].flatMap(({ regime }) =>
    Object.entries(regime.categories).map(([category, { title }]) => {
      return { id: `${regime.id}/${category}`, regime: regime.id, category, name: title[language] };
    }),
  );
}
