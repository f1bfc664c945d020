import type { GoldenCase } from './golden-case.js';
import type { Text } from './rulebook.js';

/** What the page of a rulebook says besides the words of the rules. */
export interface PageWords {
  /** BCP 47. */
  language: string;
  title: string;
  toContent: string;
  contents: string;
  hash: string;
  asOf(day: string): string;
  firstDay(day: string): string;
  general: string;
  switches: string;
  parameters: string;
  sources: string;
  governs: string;
  days(from: string, to: string | undefined): string;
  territory: string;
  wholeCountry: string;
  province(prefix: string): string;
  lists: string;
  categories: string;
  cumulation: string;
  noCumulation: string;
  endToEnd: string;
  cap(values: string): string;
  escalation(from: number, category: string): string;
  restsOn: string;
  remedy: string;
  measures: string;
  measure: string;
  category: string;
  term: string;
  since(from: string, value: string): string;
  confidence: string;
  basis: string;
  reviewed(day: string): string;
  reviewedOn: string;
  cases(count: number): string;
  status: Readonly<Record<GoldenCase['status'], string>>;
  name: string;
  from: string;
  value: string;
  text: string;
  issuer: string;
  seenIn: string;
}

/** The words of a language. */
export function pageWords(language: keyof Text): PageWords {
  return WORDS[language];
}

const WORDS: Readonly<Record<keyof Text, PageWords>> = {
  zh: {
    language: 'zh-CN',
    title: '断卡惩戒规则集',
    toContent: '跳到正文',
    contents: '目录',
    hash: '规则集',
    asOf: (day) => `句中的参数以${day}为准。`,
    firstDay: (day) => `${day}之前的问题不予回答。`,
    general: '与惩戒无关的规则:卡、账户、姓名',
    switches: '解释与政策开关',
    parameters: '参数',
    sources: '依据的文本',
    governs: '适用于认定日',
    days: (from, to) => (to === undefined ? `${from}起` : `${from}至${to}(含当日)`),
    territory: '地域',
    wholeCountry: '全国',
    province: (prefix) => `行政区划代码以${prefix}开头的省份`,
    lists: '接收的名单',
    categories: '类别',
    cumulation: '再次列入',
    noCumulation: '各自计算,不累计',
    endToEnd: '首尾相接,连续执行',
    cap: (values) => `连续执行上限:${values}`,
    escalation: (from, category) => `第${from}次列入起,按“${category}”的期限`,
    restsOn: '依据的解释',
    remedy: '救济',
    measures: '措施与期限',
    measure: '措施',
    category: '类别',
    term: '期限',
    since: (from, value) => `自${from}起:${value}`,
    confidence: '把握',
    basis: '依据',
    reviewed: (day) => `${day}核对。`,
    reviewedOn: '核对日',
    cases: (count) => `适用它的案例(${count})`,
    status: { LAW: '条文', PRESS: '权威发布', INTERP: '解释' },
    name: '名称',
    from: '自',
    value: '值',
    text: '文本',
    issuer: '制定机关',
    seenIn: '阅读出处',
  },
  en: {
    language: 'en',
    title: 'Rulebook of two-card sanctions',
    toContent: 'Skip to the content',
    contents: 'Contents',
    hash: 'Rulebook',
    asOf: (day) => `The sentences name the parameters of ${day}.`,
    firstDay: (day) => `No question before ${day} is answered.`,
    general: 'Rules that need no sanction: card, account, name',
    switches: 'Interpretations and policies that can be switched',
    parameters: 'Parameters',
    sources: 'Texts cited',
    governs: 'Governs designations of',
    days: (from, to) => (to === undefined ? `${from} and later` : `${from} to ${to} inclusive`),
    territory: 'Territory',
    wholeCountry: 'the whole country',
    province: (prefix) => `the province whose region codes begin with ${prefix}`,
    lists: 'Takes',
    categories: 'Categories',
    cumulation: 'Listed again',
    noCumulation: 'each term for itself, no cumulation',
    endToEnd: 'end to end, continuous execution',
    cap: (values) => `at most ${values}`,
    escalation: (from, category) => `from listing no. ${from} on the terms of “${category}” apply`,
    restsOn: 'Rests on interpretations',
    remedy: 'Remedy',
    measures: 'Measures and terms',
    measure: 'Measure',
    category: 'Category',
    term: 'Term',
    since: (from, value) => `from ${from}: ${value}`,
    confidence: 'Confidence',
    basis: 'Basis',
    reviewed: (day) => `Reviewed on ${day}.`,
    reviewedOn: 'Reviewed on',
    cases: (count) => `Cases in which it applies (${count})`,
    status: { LAW: 'wording', PRESS: 'official statement', INTERP: 'interpretation' },
    name: 'Name',
    from: 'From',
    value: 'Value',
    text: 'Text',
    issuer: 'Issuer',
    seenIn: 'Read in',
  },
};
