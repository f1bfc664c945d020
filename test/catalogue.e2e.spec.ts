import { beforeAll, describe, expect, it } from '@jest/globals';
import { APPEAL_STATES } from '../src/domain/appeal.js';
import { CONFIDENCES, OUTCOMES } from '../src/domain/decision.js';
import { CARD_KINDS, GROUNDS, ID_TYPES, ORGAN_LEVELS, ROW_CODES, ROW_NOTES } from '../src/domain/designation.js';
import { DIRECTIVE_ACTIONS, RECEIPT_RESULTS } from '../src/domain/directive.js';
import { INSTITUTION_KINDS } from '../src/institutions/principal.js';
import { asClient, asOfficer, type Caller } from './support/api.js';
import { aTestApp, type TestApp } from './support/app.js';

/** No second dictionary of the law: every word has a name in both languages. */

interface Named {
  id: string;
  name: string;
}

let app: TestApp;
let officer: Caller;

beforeAll(async () => {
  app = await aTestApp();
  officer = await asOfficer(app, 'auditor');
});

async function catalogue(language: string): Promise<Record<string, Named[]>> {
  const { body } = await officer.get('/v1/catalogue').set('accept-language', language).expect(200);
  const { rulebook, ...lists } = body;
  expect(rulebook).toMatch(/^sha256:/);
  return lists;
}

describe('the catalogue', () => {
  it('names every word in both languages, and no word twice', async () => {
    const [zh, en] = await Promise.all([catalogue('zh'), catalogue('en')]);

    for (const [list, words] of Object.entries(zh)) {
      expect([list, words.length > 0]).toEqual([list, true]);
      expect(new Set(words.map(({ id }) => id)).size).toBe(words.length);
      expect(en[list]?.map(({ id }) => id)).toEqual(words.map(({ id }) => id));
      const nameless = words.filter(({ id, name }) => name === '' || (name === id && list !== 'offences'));
      expect([list, nameless]).toEqual([list, []]);
      const chinese = en[list]?.filter(({ name }) => /[\u4e00-\u9fff]/.test(name) && list !== 'offences');
      expect([list, chinese]).toEqual([list, []]);
    }
  });

  it.each([
    { list: 'grounds', words: GROUNDS },
    { list: 'cardKinds', words: CARD_KINDS },
    { list: 'idTypes', words: ID_TYPES },
    { list: 'organLevels', words: ORGAN_LEVELS },
    { list: 'rowCodes', words: ROW_CODES },
    { list: 'rowNotes', words: ROW_NOTES },
    { list: 'appealStates', words: APPEAL_STATES },
    { list: 'directiveActions', words: DIRECTIVE_ACTIONS },
    { list: 'receiptResults', words: RECEIPT_RESULTS },
    { list: 'institutionKinds', words: INSTITUTION_KINDS },
    { list: 'outcomes', words: OUTCOMES },
    { list: 'confidences', words: CONFIDENCES },
  ])('has all $list', async ({ list, words }) => {
    expect((await catalogue('zh'))[list]?.map(({ id }) => id).toSorted()).toEqual([...words].toSorted());
  });

  it('tells the days of regimes, who imposes a measure and who may ask a question', async () => {
    const { regimes, measures, questions, categories } = await catalogue('zh');

    expect(regimes).toContainEqual(expect.objectContaining({ id: 'cn-joint-2024', lastDay: null }));
    expect(regimes).toContainEqual(expect.objectContaining({ id: 'cn-fin-2016', firstDay: expect.any(String) }));
    expect(categories).toContainEqual(
      expect.objectContaining({ id: 'cn-joint-2024/category-2', regime: 'cn-joint-2024', category: 'category-2' }),
    );
    expect(measures).toContainEqual(expect.objectContaining({ id: 'bank.noncounter', party: 'bank' }));
    expect(questions).toContainEqual(expect.objectContaining({ id: 'bank_account.open', askedBy: ['bank'] }));
  });

  it('is answered once: whoever has it is told that nothing has changed', async () => {
    const first = await officer.get('/v1/catalogue').expect(200);
    const tag = String(first.headers['etag']);
    const ask = (known: string, language = 'zh') =>
      officer.get('/v1/catalogue').set('if-none-match', known).set('accept-language', language);

    expect(first.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'accept-language' });
    expect((await ask(tag)).status).toBe(304);
    expect((await ask(`"other", W/${tag}`)).status).toBe(304);
    expect((await ask('"other"')).status).toBe(200);
    expect((await ask(tag, 'en')).status).toBe(200);
    expect((await ask(tag)).text).toBe('');
  });

  it('is for officers and institutions', async () => {
    const bank = await asClient(app, 'demo-bank-a');

    expect((await bank.get('/v1/catalogue')).status).toBe(200);
    expect((await app.request().get('/v1/catalogue')).status).toBe(401);
  });
});
