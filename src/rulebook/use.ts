import type { CampaignRule, OrderRule } from './enforcement-law.js';
import type { ParsedFiles } from './files.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { Law } from './law.js';
import { isReadByTheService } from './parameters.js';
import type { Citation, Condition } from './rulebook.js';
import { PARAMETERS_OF_TERMS } from './terms.js';

/**
 * Parameters, measures and sources that nothing uses: either the law they say is not applied, or they are left over.
 *
 * A parameter that was not read (mark N) is exempt: it stands there so that nobody guesses it. So is an interpretation:
 * it may be about what happens outside the rules (appeals, the reading of lists); and a target of the service.
 */
export function checkUse(parsed: ParsedFiles): Finding[] {
  const law = new Law(parsed);
  const cited = new Set(citations(parsed).map(({ source }) => source));
  const read = parametersRead(parsed);
  const measures = measuresUsed(parsed);
  const catalogue = parsed.catalogue[0];
  return [
    ...[...law.sources.values()].flatMap(({ place, item }) =>
      cited.has(item.id) ? [] : [finding(place, 'unused-source', unused(item.id))],
    ),
    ...[...law.parameters.values()].flatMap(({ place, item }) => {
      const isWaiting = item.unit === 'switch' || item.values.every((entry) => entry.unknown === true);
      return isWaiting || isReadByTheService(item.id) || read.has(item.id)
        ? []
        : [finding(place, 'unused-parameter', unused(item.id))];
    }),
    ...[...law.measures].flatMap((id) => {
      const place = { file: catalogue?.path ?? 'catalogue.json', path: `/measures/${id}` };
      return measures.has(id) ? [] : [finding(place, 'unused-measure', unused(id))];
    }),
  ];
}

function citations(parsed: ParsedFiles): Citation[] {
  const rules = allRules(parsed).flatMap(({ basis }) => basis);
  const regimes = parsed.regime.flatMap(({ content }) => [
    { source: content.source, article: '' },
    ...content.governs.basis,
    ...content.cumulation.basis,
    ...(content.cumulation.escalation?.basis ?? []),
    ...content.measures.flatMap(({ basis }) => basis),
  ]);
  const values = parsed.parameters
    .flatMap(({ content }) => content.parameters)
    .flatMap((parameter) => parameter.values)
    .flatMap(({ basis }) => basis);
  const presumed = parsed.catalogue
    .flatMap(({ content }) => Object.values(content.questions))
    .flatMap(({ presumption }) => presumption?.basis ?? []);
  const noticed = parsed.notices.flatMap(({ content }) => content.versions).flatMap(({ basis }) => basis);
  const enforced = ruledIn(parsed).flatMap(({ basis }) => basis);
  return [...rules, ...regimes, ...values, ...presumed, ...noticed, ...enforced];
}

function parametersRead(parsed: ParsedFiles): Set<string> {
  const read = new Set<string>(PARAMETERS_OF_TERMS);
  const walk = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(walk);
    else if ('any' in condition) condition.any.forEach(walk);
    else if ('not' in condition) walk(condition.not);
    else if ('fact' in condition && typeof condition.value === 'object' && 'parameter' in condition.value) {
      read.add(condition.value.parameter);
    }
  };
  for (const { versions } of allRules(parsed)) {
    for (const { conditions } of versions) if (conditions !== undefined) walk(conditions);
  }
  for (const { content } of [...parsed['intake-rules'], ...parsed['decision-rules'], ...parsed['general-rules']]) {
    Object.values(content.conditions ?? {}).forEach(walk);
  }
  for (const { content } of parsed.regime) {
    for (const { terms } of content.measures) for (const term of Object.values(terms)) read.add(term);
    if (content.cumulation.cap !== undefined) read.add(content.cumulation.cap);
  }
  for (const { content } of parsed.enforcement) {
    for (const { term } of Object.values(content.orders)) read.add(term);
    for (const { timeAllowed, samplePercent, versions } of Object.values(content.campaigns)) {
      read.add(timeAllowed);
      if (samplePercent !== undefined) read.add(samplePercent);
      for (const { conditions } of versions) if (conditions !== undefined) walk(conditions);
    }
  }
  return read;
}

function measuresUsed(parsed: ParsedFiles): Set<string> {
  const carried = parsed.regime.flatMap(({ content }) => content.measures.map(({ measure }) => measure));
  const general = parsed['general-rules'].flatMap(({ content }) => content.rules.map(({ measure }) => measure));
  return new Set([...carried, ...general, ...ruledIn(parsed).map(({ measure }) => measure)]);
}

function ruledIn(parsed: ParsedFiles): (OrderRule | CampaignRule)[] {
  return parsed.enforcement.flatMap(({ content: { orders, campaigns } }) => [
    ...Object.values(orders),
    ...Object.values(campaigns),
  ]);
}

function allRules(
  parsed: ParsedFiles,
): Pick<ParsedFiles['intake-rules'][number]['content']['rules'][number], 'basis' | 'versions'>[] {
  return [
    ...parsed['intake-rules'].flatMap(({ content }) => content.rules),
    ...parsed['decision-rules'].flatMap(({ content }) => content.rules),
    ...parsed['general-rules'].flatMap(({ content }) => content.rules),
  ];
}

function unused(id: string): { zh: string; en: string } {
  return { zh: `没有任何地方用到 ${id}`, en: `Nothing uses ${id}` };
}
