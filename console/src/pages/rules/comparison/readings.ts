import type { Schema } from '../../../api/client';
import { rulesOf, type Law, type Parameter } from '../reading/law';
import { termSpansOf } from '../reading/terms/term-spans';

export type PartOfLaw = Exclude<keyof Schema<'DiffResponse'>, 'rulebook' | 'against'>;

/** What something is called and says, as a lawyer reads it. */
export interface Reading {
  title: string;
  lines: string[];
}

/** By `<part of the law>/<id>`, as the differences name them. What has no sentences is not there. */
export function readingsOf(law: Law): ReadonlyMap<string, Reading> {
  const values = [...law.parameters, ...law.switches];
  return new Map([
    ...rulesOf(law).map(({ rule: { id, title, versions } }): [string, Reading] => {
      return [`rules/${id}`, { title, lines: versions.map(({ sentence }) => sentence) }];
    }),
    ...values.map((parameter): [string, Reading] => [`parameters/${parameter.id}`, valueReading(parameter)]),
    ...law.regimes.map((regime): [string, Reading] => {
      const { id, title, instrument, governs, remedy } = regime;
      return [`regimes/${id}`, { title, lines: [instrument, `${governs.from} – ${governs.to ?? ''}`, remedy] }];
    }),
    ...law.regimes.flatMap((regime) =>
      regime.measures.map(({ id, title }): [string, Reading] => {
        const spans = termSpansOf(regime).filter(({ measure }) => measure.id === id);
        const lines = spans.map(({ category, from, to, term }) => `${category.title}: ${from} – ${to ?? ''}: ${term}`);
        return [`measures/${regime.id}/${id}`, { title: `${title} · ${regime.title}`, lines }];
      }),
    ),
    ...law.sources.map(({ id, title, issuer, articles }): [string, Reading] => {
      return [`sources/${id}`, { title, lines: [issuer, ...articles.map((article) => article.title)] }];
    }),
  ]);
}

function valueReading({ title, values }: Parameter): Reading {
  return {
    title,
    lines: values.map(({ from, value, basis }) => [`${from}: ${value}`, ...basis.map((one) => one.title)].join(' · ')),
  };
}
