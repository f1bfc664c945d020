import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useNameOf } from '../../api/catalogue';
import type { Schema } from '../../api/client';
import { useFormat, type Format } from '../../language/format';
import { useWords, words } from '../../language/words';
import { DataTable, type Column } from '../../parts/tables/data-table';
import { STANDINGS } from './standings';
import './appeals.css';

type Foreseen = Schema<'PreviewResponse'>;
type Directives = Foreseen['directives'][number];
type State = Foreseen['sanctions'][number]['before'];

const WORDS = words({
  zh: {
    nothing: '不会改变任何惩戒、措施或执行指令。',
    sanctions: '惩戒的变化',
    until: (day: string) => `至 ${day}`,
    ends: '将解除的措施',
    stays: '仍由其他惩戒维持的措施',
    staysBy: (count: string) => `由其他 ${count} 条惩戒维持`,
    directives: '将下发各机构的指令',
    institution: '机构',
    everyOne: (party: string) => `全部${party}机构`,
    effect: '内容',
    measure: '措施',
    cards: '卡(户)',
    count: '指令',
    asOf: (instant: string, revision: string) => `按 ${instant}、修订号 ${revision} 预演,尚未执行`,
    effects: { restored: '恢复', replaced: '变更', imposed: '新增' },
  },
  en: {
    nothing: 'No sanction, measure or directive would change.',
    sanctions: 'Sanctions that change',
    until: (day: string) => `until ${day}`,
    ends: 'Measures that end',
    stays: 'Measures that other sanctions still impose',
    staysBy: (count: string) => `imposed by ${count} other sanction(s)`,
    directives: 'What institutions will be told',
    institution: 'Institution',
    everyOne: (party: string) => `every institution: ${party}`,
    effect: 'Effect',
    measure: 'Measure',
    cards: 'Cards',
    count: 'Directives',
    asOf: (instant: string, revision: string) => `Foreseen at ${instant}, revision ${revision}; nothing is done yet`,
    effects: { restored: 'restored', replaced: 'changed', imposed: 'new' },
  },
});

/** What a decision would do: to the sanctions of the subject, their measures, and what institutions are told. */
export function Preview({ foreseen }: { foreseen: Foreseen }) {
  const said = useWords(WORDS);
  const standings = useWords(STANDINGS);
  const format = useFormat();
  const { sanctions, ends, stays, directives } = foreseen;
  if (sanctions.length + ends.length + directives.length === 0)
    return <Alert type="info" showIcon title={said.nothing} />;
  const state = ({ standing, lastDay }: State): string =>
    lastDay === null || !RESTRICTING.includes(standing)
      ? standings[standing]
      : `${standings[standing]} ${said.until(lastDay)}`;
  return (
    <div className="preview">
      <Part title={said.sanctions} items={sanctions}>
        {({ id, regimeName, before, after }) => (
          <li key={id}>
            {regimeName}: <s>{state(before)}</s> → <strong>{state(after)}</strong>
          </li>
        )}
      </Part>
      <Part title={said.ends} items={ends}>
        {({ measure, name, lastDay }) => (
          <li key={measure}>
            {name} <span className="secondary">({said.until(lastDay)})</span>
          </li>
        )}
      </Part>
      <Part title={said.stays} items={stays}>
        {({ measure, name, lastDayBefore, lastDayAfter, sanctionIds }) => (
          <li key={measure}>
            {name}{' '}
            <span className="secondary">
              {said.staysBy(format.number(sanctionIds.length))}, {change(lastDayBefore, lastDayAfter)}
            </span>
          </li>
        )}
      </Part>
      {directives.length > 0 && <Told directives={directives} />}
      <div className="secondary">{said.asOf(format.instant(foreseen.asOf), format.number(foreseen.revision))}</div>
    </div>
  );
}

/** Where a last day says until when it restricts. */
const RESTRICTING: readonly State['standing'][] = ['standing', 'appealed'];

function change(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

function Part<Item>({
  title,
  items,
  children,
}: {
  title: string;
  items: readonly Item[];
  children: (item: Item) => ReactNode;
}) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>{items.map(children)}</ul>
    </section>
  );
}

function Told({ directives }: { directives: readonly Directives[] }) {
  const said = useWords(WORDS);
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Directives>[] = [
    {
      key: 'institution',
      title: said.institution,
      cell: ({ institution, party }) => institution?.name ?? said.everyOne(nameOf('parties', party)),
    },
    { key: 'measure', title: said.measure, cell: ({ measureName }) => measureName },
    { key: 'effect', title: said.effect, width: 90, cell: ({ effect }) => said.effects[effect] },
    ...COUNTS.map((key) => count(key, said[LABELS[key]], format)),
  ];
  return (
    <section>
      <h3>{said.directives}</h3>
      <DataTable columns={columns} rows={directives} rowKey={keyOf} label={said.directives} minWidth={420} />
    </section>
  );
}

const COUNTS = ['cards', 'directives'] as const;
const LABELS = { cards: 'cards', directives: 'count' } as const;

function count(key: (typeof COUNTS)[number], title: string, format: Format): Column<Directives> {
  return { key, title, width: 98, isNumber: true, cell: (row) => format.number(row[key]) };
}

function keyOf({ institution, party, measure, effect, action, lastDay }: Directives): string {
  return [institution?.id ?? party, measure, effect, action, lastDay].join(' ');
}
