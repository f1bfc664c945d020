import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language.js';

describe('language of an answer', () => {
  it.each([
    { header: undefined, language: 'zh-CN', why: 'nothing is asked for' },
    { header: 'en', language: 'en', why: 'English is asked for' },
    { header: 'en-GB,en;q=0.9,zh;q=0.8', language: 'en', why: 'English ranks higher' },
    { header: 'zh-CN,zh;q=0.9,en;q=0.8', language: 'zh-CN', why: 'Chinese ranks higher' },
    { header: 'en;q=0.1, zh', language: 'zh-CN', why: 'the order does not count, the weight does' },
    { header: 'de, en;q=0.5', language: 'en', why: 'German is not spoken here, English is' },
    { header: 'de', language: 'zh-CN', why: 'German is not spoken here' },
    { header: '*', language: 'zh-CN', why: 'any language is Chinese' },
    { header: 'en;q=0', language: 'zh-CN', why: 'English is refused' },
    { header: ';;;,=q', language: 'zh-CN', why: 'it is no language range' },
  ])('$language where $why', ({ header, language }) => {
    expect(languageOf({ headers: { 'accept-language': header } })).toBe(language);
  });
});
