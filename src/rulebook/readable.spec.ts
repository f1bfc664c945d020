import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { localDate } from '../domain/period.js';
import { runCases } from './cases.js';
import { caseFiles } from './check.js';
import { parseFiles } from './files.js';
import { html } from './html.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { ReadableRegime, ReadableRulebook } from './readable-document.js';
import { renderRulebookHtml, RULEBOOK_PAGE_POLICY } from './readable-html.js';
import { readableRulebook } from './readable.js';

const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);
const results = await runCases(rulebook, caseFiles(parseFiles(files).parsed));
const day = localDate('2026-11-21');
const chinese = readableRulebook(rulebook, { language: 'zh', day, results });
const english = readableRulebook(rulebook, { language: 'en', day, results });

function regime({ regimes }: ReadableRulebook, id: string): ReadableRegime {
  const found = regimes.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no regime ${id}`);
  return found;
}

describe('a rulebook to read', () => {
  it('has every regime, with the days it governs and how surely they were read', () => {
    expect(chinese.regimes.map(({ id }) => id).toSorted()).toEqual([...rulebook.regimes.keys()].toSorted());
    expect(regime(english, 'cn-fin-2019')).toMatchObject({
      title: 'Sanctions under PBOC no. 85 of 2019',
      governs: { from: '2019-04-01', to: '2024-11-30', mark: 'V', confidence: 'enacted', text: 'enacted wording' },
    });
  });

  it('has every measure with its term over time, per category', () => {
    const outflow = regime(chinese, 'cn-joint-2024').measures.find(({ id }) => id === 'bank.noncounter.outflow');

    expect(outflow).toMatchObject({ title: '限制非柜面出金', confidence: 'official' });
    expect(outflow?.tellCustomer).toContain('经作出认定的机关认定');
    expect(outflow?.terms).toMatchObject([
      { title: '第一类:受过刑事处罚', parameter: { values: [{ from: '2024-12-01', value: '3年', mark: 'P' }] } },
      { title: '第二类:经公安机关认定', parameter: { values: [{ from: '2024-12-01', value: '2年', mark: 'P' }] } },
    ]);
  });

  it('has every rule once, as a sentence with its texts and the cases in which it fires', () => {
    const shown = [...english.regimes.flatMap(({ parties }) => parties), ...english.general].flatMap(
      ({ rules }) => rules,
    );
    const all = [
      ...[...rulebook.regimes.values()].flatMap(({ intake, decisions }) => [
        ...intake.rules,
        ...new Set([...decisions.values()].flat()),
      ]),
      ...rulebook.general.flatMap(({ rules }) => rules),
    ];

    expect(shown.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(shown.filter(({ cases, versions }) => cases.length === 0 || versions.length === 0)).toEqual([]);
    expect(shown.find(({ id }) => id === 'cn-fin-2019/bank/noncounter')).toMatchObject({
      versions: [{ from: '2019-04-01', sentence: expect.stringMatching(/^From 2019-04-01, while/) }],
      basis: expect.arrayContaining([expect.objectContaining({ source: 'pboc-85-2019', article: '9', mark: 'V' })]),
    });
  });

  it('says of a parameter that nobody has read that it is unread', () => {
    const unread = english.parameters.flatMap(({ values }) => values).filter(({ isUnread }) => isUnread);

    expect(unread.length).toBeGreaterThan(0);
    expect(new Set(unread.map(({ value }) => value))).toEqual(new Set(['a value that was not read']));
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(chinese))).toEqual(chinese);
  });
});

describe('the page of a rulebook', () => {
  const page = renderRulebookHtml(chinese);

  it('has no script and nothing from elsewhere, and its policy admits its one style', () => {
    const [style, ...others] = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, content]) => content ?? '');
    const hash = createHash('sha256')
      .update(style ?? '')
      .digest('base64');

    expect(others).toEqual([]);
    expect(RULEBOOK_PAGE_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\sstyle=|https?:/i);
  });

  it('can be read with the keyboard and with the ear: language, headings in order, captions, column heads', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));

    expect(page).toMatch(/<html lang="zh-CN">/);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    expect(page.match(/<table>/g)?.length).toBe(page.match(/<table>\s*<caption>/g)?.length);
    expect(page).not.toMatch(/<th>/);
  });

  it('has no two places of one name, and no link to nowhere', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    const links = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  });

  it('shows the sentences of the rules in its language', () => {
    expect(page).toContain('在“限制非柜面出金”的期限内');
    expect(renderRulebookHtml(english)).toContain('while “Non-counter outflow restricted” is in force');
  });

  it('takes whatever a rulebook says for text', () => {
    expect(html`<p title="${'"><b>'}">${'<script>'}${html`<i>${'&'}</i>`}${undefined}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;b&gt;">&lt;script&gt;<i>&amp;</i></p>',
    );
  });
});
