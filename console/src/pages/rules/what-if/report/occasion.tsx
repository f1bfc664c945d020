import { useNameOf } from '../../../../api/catalogue';
import { useWords } from '../../../../language/words';
import { WHAT_IF } from '../what-if-words';

/** What a standard question says of the occasion, in words. */
export function useOccasion(): (situation: Record<string, string>) => string {
  const said = useWords(WHAT_IF);
  const nameOf = useNameOf();
  const facts = new Map(Object.entries(said.facts));
  const values = new Map(Object.entries(said.values));
  const partOf = ([fact, value]: [string, string]): string => {
    if (fact === 'channel') return nameOf('channels', value);
    if (fact === 'purpose') return nameOf('purposes', value);
    const name = facts.get(fact) ?? fact;
    if (fact === 'agreementSince') return name;
    if (fact === 'cardStatus') return `${name}: ${nameOf('cardStatuses', value)}`;
    if (fact === 'policeApproval') return `${name}: ${nameOf('organLevels', value)}`;
    return `${name}: ${values.get(value) ?? value}`;
  };
  return (situation) => Object.entries(situation).map(partOf).join(' · ') || said.anySituation;
}
