import { Button, Input } from 'antd';
import { useState, type SubmitEvent } from 'react';
import { useNameOf } from '../../api/catalogue';
import { useWords, words } from '../../language/words';
import type { Sought } from './tab-memory';
import { Choice } from '../../parts/fields/choice';
import { TabLinks, useTab } from '../../parts/filters/tab-links';
import { Field } from './field';

const WORDS = words({
  zh: {
    by: '查询方式',
    ways: { identifier: '证件号码', name: '姓名或名称', card: '卡号、账号' },
    idType: '证件类型',
    idNumber: '证件号码',
    name: '姓名或名称(全称)',
    cardKind: '卡类型',
    anyKind: '不限',
    number: '卡号、账号或手机号码',
    purpose: '查询用途',
    hint: '用途和您的账户记入审计,不要写证件号码、手机号码。',
    search: '查询',
  },
  en: {
    by: 'Search by',
    ways: { identifier: 'Identifier', name: 'Name', card: 'Card' },
    idType: 'Type',
    idNumber: 'Identifier number',
    name: 'Whole name',
    cardKind: 'Kind of card',
    anyKind: 'Any',
    number: 'Card, account or phone number',
    purpose: 'Purpose',
    hint: 'Your purpose and account go into the audit trail. No identifier or phone numbers here.',
    search: 'Search',
  },
});

const WAYS = ['identifier', 'name', 'card'] as const;
type IdType = NonNullable<Sought['identifier']>['idType'];
type CardKind = NonNullable<NonNullable<Sought['card']>['kind']>;

const ID_TYPES: readonly IdType[] = [
  'resident_id',
  'uscc',
  'passport',
  'hk_macao_permit',
  'taiwan_permit',
  'hmt_residence_permit',
  'foreign_permanent_resident_id',
];
const CARD_KINDS: readonly CardKind[] = [
  'bank_account',
  'payment_account',
  'ecny_wallet',
  'mobile_sim',
  'iot_sim',
  'fixed_line',
  'telecom_line',
  'sms_port',
  'internet_account',
];

interface SearchFormProps {
  /** What was looked for last in this tab. */
  last: Sought | undefined;
  onSearch: (sought: Sought) => void;
}

export function SearchForm({ last, onSearch }: SearchFormProps) {
  const said = useWords(WORDS);
  const way = useTab(WAYS);
  const [sought, setSought] = useState(last ?? { purpose: '' });
  const Terms = TERMS[way];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { [way]: terms, purpose } = sought;
    if (terms !== undefined) onSearch({ [way]: terms, purpose: purpose.trim() });
  };
  return (
    <search>
      <form className="search-form no-print" onSubmit={submit}>
        <div className="search-way">
          <TabLinks label={said.by} selected={way} tabs={WAYS.map((key) => ({ key, title: said.ways[key] }))} />
        </div>
        <Terms sought={sought} onChange={setSought} />
        <Field label={said.purpose} hint={said.hint}>
          <Input
            required
            minLength={2}
            maxLength={200}
            value={sought.purpose}
            onChange={({ target }) => setSought({ ...sought, purpose: target.value })}
          />
        </Field>
        <Button type="primary" htmlType="submit">
          {said.search}
        </Button>
      </form>
    </search>
  );
}

interface TermsProps {
  sought: Sought;
  onChange: (sought: Sought) => void;
}

const TERMS = { identifier: IdentifierTerms, name: NameTerms, card: CardTerms };

function IdentifierTerms({ sought, onChange }: TermsProps) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { identifier = { idType: 'resident_id', idNumber: '' } } = sought;
  return (
    <>
      <Field label={said.idType}>
        <Choice
          value={identifier.idType}
          options={ID_TYPES.map((value) => ({ value, label: nameOf('idTypes', value) }))}
          onChange={({ target }) => {
            const idType = ID_TYPES.find((known) => known === target.value) ?? identifier.idType;
            onChange({ ...sought, identifier: { ...identifier, idType } });
          }}
        />
      </Field>
      <Field label={said.idNumber}>
        <Input
          required
          autoComplete="off"
          maxLength={64}
          value={identifier.idNumber}
          onChange={({ target }) => onChange({ ...sought, identifier: { ...identifier, idNumber: target.value } })}
        />
      </Field>
    </>
  );
}

function NameTerms({ sought, onChange }: TermsProps) {
  const said = useWords(WORDS);
  return (
    <Field label={said.name}>
      <Input
        required
        autoComplete="off"
        maxLength={200}
        value={sought.name}
        onChange={({ target }) => onChange({ ...sought, name: target.value })}
      />
    </Field>
  );
}

function CardTerms({ sought, onChange }: TermsProps) {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const { kind, number = '' } = sought.card ?? {};
  return (
    <>
      <Field label={said.cardKind}>
        <Choice
          value={kind ?? ''}
          options={[
            { value: '', label: said.anyKind },
            ...CARD_KINDS.map((value) => ({ value, label: nameOf('cardKinds', value) })),
          ]}
          onChange={({ target }) => {
            const chosen = CARD_KINDS.find((known) => known === target.value);
            onChange({ ...sought, card: chosen === undefined ? { number } : { number, kind: chosen } });
          }}
        />
      </Field>
      <Field label={said.number}>
        <Input
          required
          autoComplete="off"
          maxLength={64}
          value={number}
          onChange={({ target }) => onChange({ ...sought, card: { ...sought.card, number: target.value } })}
        />
      </Field>
    </>
  );
}
