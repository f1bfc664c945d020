import { rulesOf, type Citation, type Law, type Parameter } from '../law';

/** A place in the law that holds what was sought. */
export interface Hit {
  key: string;
  title: string;
  id: string;
  /** Where it stands: the search parameters of its address. */
  at: { part: string } | { rule: string };
}

/** Where all the words stand: in rules, measures, parameters and texts. In the order of the law. */
export function hitsIn(law: Law, sought: string): Hit[] {
  const wanted = sought.toLowerCase().split(/\s+/);
  return placesIn(law)
    .filter(({ text }) => {
      const held = text.toLowerCase();
      return wanted.every((word) => held.includes(word));
    })
    .map(({ hit }) => hit);
}

interface Place {
  hit: Hit;
  text: string;
}

// Read once a rulebook: whoever types searches the same law again with each letter.
const PLACES = new WeakMap<Law, Place[]>();

function placesIn(law: Law): Place[] {
  const known = PLACES.get(law) ?? [
    ...rulePlaces(law),
    ...measurePlaces(law),
    ...law.switches.map((parameter) => valuePlace('switches', parameter)),
    ...law.parameters.map((parameter) => valuePlace('parameters', parameter)),
    ...law.sources.flatMap(({ articles }) => articles.map(articlePlace)),
  ];
  PLACES.set(law, known);
  return known;
}

function rulePlaces(law: Law): Place[] {
  return rulesOf(law).map(({ rule: { id, title, versions, basis, interpretations } }) => ({
    hit: { key: `rule ${id}`, title, id, at: { rule: id } },
    text: [id, title, ...versions.map(({ sentence }) => sentence), ...titles(basis), ...interpretations].join(' '),
  }));
}

function measurePlaces({ regimes }: Law): Place[] {
  return regimes.flatMap((regime) =>
    regime.measures.map(({ id, title, tellCustomer, basis }) => ({
      hit: {
        key: `measure ${regime.id} ${id}`,
        title: `${title} · ${regime.title}`,
        id,
        at: { part: regime.id },
      },
      text: [id, title, tellCustomer, regime.title, ...titles(basis)].join(' '),
    })),
  );
}

function valuePlace(part: string, { id, title, values }: Parameter): Place {
  const said = values.flatMap(({ from, value, basis }) => [from, value, ...titles(basis)]);
  return { hit: { key: `value ${id}`, title, id, at: { part } }, text: [id, title, ...said].join(' ') };
}

function articlePlace({ source, article, title, seenIn }: Citation): Place {
  const id = `${source}#${article}`;
  return { hit: { key: `text ${id}`, title, id, at: { part: 'sources' } }, text: [id, title, seenIn].join(' ') };
}

function titles(basis: readonly Citation[]): string[] {
  return basis.map(({ title }) => title);
}
