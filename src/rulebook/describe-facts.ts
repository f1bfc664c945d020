import type { Facts } from '../domain/facts.js';

/** Facts in one line, for a finding: `channel = online, purpose = tax`. */
export function describeFacts(facts: Facts): { zh: string; en: string } {
  const said = Object.entries(facts).map(([fact, value]) => `${fact} = ${String(value)}`);
  if (said.length === 0) return { zh: '任何事实', en: 'whatever the facts' };
  return { zh: said.join(','), en: said.join(', ') };
}
