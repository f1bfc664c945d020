import { Form, Input, Switch } from 'antd';
import { useState } from 'react';
import { useCatalogue } from '../../api/catalogue';
import type { Schema } from '../../api/client';
import { useWords, words } from '../../language/words';
import { Choice } from '../../parts/fields/choice';

const WORDS = words({
  zh: {
    correct: '按正确的对象重新认定',
    correctWhy: '同一认定以正确的对象写入名单草稿,须另行提交和审批。',
    idType: '证件类型',
    idNumber: '证件号码',
    name: '姓名或名称',
    required: '必填',
  },
  en: {
    correct: 'Designate the right subject instead',
    correctWhy:
      'The same designation goes into a draft list for the right subject; it is submitted and approved as any other.',
    idType: 'Identifier',
    idNumber: 'Number',
    name: 'Name',
    required: 'Required',
  },
});

type Right = Schema<'RightSubjectDto'>;

/** Whom a designation is really about, as typed; nothing where it is not corrected. */
export interface TypedCorrection {
  right?: { idType: Right['idType']; idNumber: string; name: string };
}

/** @returns the part of the request that says so */
export function correctionOf({ right }: TypedCorrection): { correction?: { subject: Right } } {
  if (right === undefined) return {};
  return { correction: { subject: { kind: right.idType === 'uscc' ? 'unit' : 'person', ...right } } };
}

/** For a namesake or a wrong number: the right subject. */
export function Correction() {
  const said = useWords(WORDS);
  const idTypes = useCatalogue()?.idTypes ?? [];
  const [isWanted, setWanted] = useState(false);
  const rules = [{ required: true, whitespace: true, message: said.required }];
  return (
    <>
      <Form.Item label={said.correct} extra={said.correctWhy} htmlFor="correct">
        <Switch id="correct" checked={isWanted} onChange={setWanted} />
      </Form.Item>
      {isWanted && (
        <div className="filters">
          <Form.Item name={['right', 'idType']} label={said.idType} initialValue="resident_id">
            <Choice options={idTypes.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          <Form.Item name={['right', 'idNumber']} label={said.idNumber} rules={rules}>
            <Input autoComplete="off" maxLength={64} style={{ width: 220 }} />
          </Form.Item>
          <Form.Item name={['right', 'name']} label={said.name} rules={rules}>
            <Input autoComplete="off" maxLength={200} style={{ width: 150 }} />
          </Form.Item>
        </div>
      )}
    </>
  );
}
