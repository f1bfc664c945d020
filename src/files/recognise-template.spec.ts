import { describe, expect, it } from '@jest/globals';
import { Problem } from '../domain/problem.js';
import { normaliseHeading, recogniseTemplate } from './recognise-template.js';
import { HEADINGS, TEMPLATE_IDS, TEMPLATES, type TemplateId } from './templates.js';

function refusalOf(header: readonly string[], wanted?: TemplateId): Problem {
  try {
    recogniseTemplate(header, wanted);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('The header was recognised, a refusal was expected');
}

const TELECOM = ['姓名', '证件类型', '证件号码', '涉案号码', '认定单位', '认定日期'];

describe('headings', () => {
  it.each([
    { written: ' 证 件 号 码 ', plain: '证件号码' },
    { written: '证件\n号码*', plain: '证件号码' },
    { written: '\ufeff姓名/名称:', plain: '姓名/名称' },
    { written: '张(个)数', plain: '张(个)数' },
    { written: '惩戒期限〔年〕', plain: '惩戒期限(年)' },
  ])('“$written” is $plain', ({ written, plain }) => {
    expect(normaliseHeading(written)).toBe(plain);
  });
});

describe('templates', () => {
  it.each(TEMPLATE_IDS)('%s is recognised by its required columns and by all of its columns', (id) => {
    const required = TEMPLATES[id].required.map(([key]) => HEADINGS[key ?? 'name'][0] ?? '');
    const optional = TEMPLATES[id].optional.map((key) => HEADINGS[key][0] ?? '');

    expect(recogniseTemplate(required).template).toBe(id);
    expect(recogniseTemplate([...required, ...optional], id).template).toBe(id);
  });

  it('the order of columns is free and further columns are left alone', () => {
    const { template, columns } = recogniseTemplate(['备注栏', ...TELECOM.toReversed(), '籍贯']);

    expect(template).toBe('telecom-batch');
    expect(columns).toMatchObject({ identifiedOn: 1, organ: 2, phone: 3, idNumber: 4, name: 6 });
  });

  it.each([
    { heading: '身份证号', replaces: '证件号码' },
    { heading: '证件号码(必填)', replaces: '证件号码' },
    { heading: '认定日期(YYYY-MM-DD)', replaces: '认定日期' },
    { heading: '被惩戒人姓名', replaces: '姓名' },
    { heading: '认定机关', replaces: '认定单位' },
    { heading: '涉案手机号', replaces: '涉案号码' },
  ])('$heading is another word for $replaces', ({ heading, replaces }) => {
    const header = TELECOM.map((one) => (one === replaces ? heading : one));

    expect(recogniseTemplate(header).template).toBe('telecom-batch');
  });

  it.each(['姓名', '证件号码', '涉案号码', '认定单位', '认定日期'])(
    'a telecom batch without %s is refused and told so',
    (missing) => {
      const refusal = refusalOf(TELECOM.filter((heading) => heading !== missing));

      expect(refusal.code).toBe('template-unknown');
      expect(refusal.faults).toContainEqual({
        path: missing,
        code: 'column-missing',
        detail: expect.stringContaining('电信惩戒批次名单'),
      });
    },
  );

  it('a header of no template names all of them', () => {
    const refusal = refusalOf(['a', 'b']);

    expect(refusal.faults).toEqual([]);
    expect(String(refusal.parameters['known'])).toContain('断卡线索');
  });

  it('a template that was named is the only one tried', () => {
    expect(refusalOf(TELECOM, 'financial-list').faults).toEqual([
      { path: '涉案账户', code: 'column-missing', detail: expect.stringContaining('金融惩戒名单') },
    ]);
  });
});
