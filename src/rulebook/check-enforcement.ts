import { CAMPAIGN_FACTS } from '../domain/campaign.js';
import type { LocalDate } from '../domain/period.js';
import { checkConditions } from './condition-references.js';
import type { CampaignRule, OrderRule } from './enforcement-law.js';
import type { ParsedFiles } from './files.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';
import type { Law } from './law.js';
import type { Parameter } from './rulebook.js';
import { checkVersions } from './version-references.js';

/** Everything that orders and campaigns name and that is not there: measures, parameters of a fitting unit, facts. */
export function checkEnforcement(law: Law, parsed: ParsedFiles): Finding[] {
  return parsed.enforcement.flatMap(({ path, content }) => {
    const place: Place = { file: path, path: '' };
    return [
      ...Object.entries(content.orders).flatMap(([kind, rule]) => checkOrder(law, below(place, 'orders', kind), rule)),
      ...Object.entries(content.campaigns).flatMap(([kind, rule]) =>
        checkCampaign(law, below(place, 'campaigns', kind), rule),
      ),
    ];
  });
}

function checkOrder(law: Law, place: Place, rule: OrderRule): Finding[] {
  return [
    ...checkMeasure(law, place, rule.measure),
    ...checkParameter(law, below(place, 'term'), rule.term, ['hours', 'months'], rule.reviewedOn),
  ];
}

function checkCampaign(law: Law, place: Place, rule: CampaignRule): Finding[] {
  const from = rule.versions[0]?.from ?? rule.reviewedOn;
  const scope = { law, regime: undefined, facts: CAMPAIGN_FACTS, conditions: {}, rules: new Map() };
  return [
    ...checkMeasure(law, place, rule.measure),
    ...checkParameter(law, below(place, 'timeAllowed'), rule.timeAllowed, ['hours', 'days'], from),
    ...(rule.samplePercent === undefined
      ? []
      : checkParameter(law, below(place, 'samplePercent'), rule.samplePercent, ['count'], from)),
    ...checkVersions(place, rule.versions),
    ...rule.versions.flatMap(({ conditions, from: first }, index) =>
      conditions === undefined
        ? []
        : checkConditions(scope, below(place, 'versions', index, 'conditions'), conditions, first),
    ),
  ];
}

function checkMeasure(law: Law, place: Place, measure: string): Finding[] {
  if (law.measures.has(measure)) return [];
  return [
    finding(below(place, 'measure'), 'unknown-measure', {
      zh: `没有 ${measure}`,
      en: `There is no measure ${measure} here`,
    }),
  ];
}

function checkParameter(
  law: Law,
  place: Place,
  id: string,
  units: readonly Parameter['unit'][],
  from: LocalDate,
): Finding[] {
  const parameter = law.parameters.get(id)?.item;
  if (parameter !== undefined && units.includes(parameter.unit)) return law.checkReadable(place, parameter, from);
  return [
    finding(place, 'unknown-parameter', {
      zh: `没有以 ${units.join('、')} 计的参数 ${id}`,
      en: `There is no parameter ${id} in ${units.join(' or ')}`,
    }),
  ];
}
