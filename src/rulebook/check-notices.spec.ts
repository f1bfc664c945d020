import { describe, expect, it } from '@jest/globals';
import { checkNotices } from './check-notices.js';
import { decideNow } from './decide.js';
import { parseFiles } from './files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { inputOn } from './standard-questions.js';

const FILE = 'notices.json';
const files = await readRuleFiles('rules');
const rulebook = rulebookFromFiles(files);

/** Codes and places of what is wrong when a text of the templates is replaced. */
function findingsWith(from: string, to: string): string[] {
  const text = JSON.stringify(files[FILE]);
  expect(text).toContain(from);
  const { parsed, findings } = parseFiles({ ...files, [FILE]: JSON.parse(text.replace(from, to)) });
  return [...findings, ...checkNotices(parsed)].map(({ code, path }) => `${code} ${path}`);
}

describe('the templates of notices', () => {
  it('of the project have no fault, in either language', () => {
    expect(checkNotices(parseFiles(files).parsed)).toEqual([]);
  });

  it('name nothing that nobody fills in, and name it in the right paragraph', () => {
    expect(findingsWith('告知书编号:{receiptNo}。', '告知书编号:{receiptNumber}。')).toEqual([
      'unknown-placeholder /versions/0/sanction/sections/0/paragraphs/2/zh',
    ]);
    expect(findingsWith('{organ}于{identifiedOn}认定您', '{measure}于{identifiedOn}认定您')).toEqual([
      'unknown-placeholder /versions/0/sanction/sections/1/paragraphs/0/zh',
    ]);
    expect(findingsWith('page {page} of {pages}', 'page {page} of {all}')).toEqual([
      'unknown-placeholder /versions/0/footer/en',
    ]);
  });

  it('say everything in both languages, and repeat only lists that exist', () => {
    expect(findingsWith('"en":"Notice of Sanction"', '"fr":"Avis"').join()).toContain('schema');
    expect(findingsWith('"each":"measures"', '"each":"punishments"').join()).toContain('schema');
  });

  it('have a word for every way of service, every document and every mark', () => {
    expect(findingsWith('"public_notice":', '"publicity":')).toEqual(['word-missing /versions/0/words']);
  });

  it('ask questions, cite sources and name terms that exist', () => {
    expect(findingsWith('"mobile_sim.restore"', '"mobile_sim.revive"').join()).toContain('unknown-question');
    expect(findingsWith('"notice-form"', '"notice-shape"')).toEqual(['unknown-article /versions/0/basis/1']);
    expect(findingsWith('cn-joint-2024.appeal.reply', 'cn-joint-2024.appeal.answer')).toEqual([
      'unknown-parameter /versions/0/terms',
    ]);
  });

  it('begin on different days', () => {
    const version = JSON.stringify(files[FILE]).slice('{"versions":['.length, -2);

    expect(findingsWith(version, `${version},${version}`)).toContain('versions-overlap /versions');
  });

  it('are part of what the rulebook is named by, and a rulebook without them is told so', () => {
    const { [FILE]: notices, ...rest } = files;
    const changed: unknown = JSON.parse(JSON.stringify(notices).replace('惩戒告知书', '惩戒通知书'));

    expect(rulebookFromFiles({ ...rest, [FILE]: changed }).hash).not.toBe(rulebook.hash);
    expect(rulebookFromFiles(rest).notices).toBeNull();
    expect(checkNotices(parseFiles(rest).parsed).map(({ code }) => code)).toEqual(['file-missing']);
  });

  it('name an occasion for every exception to what a regime forbids', () => {
    const occasions = rulebook.notices?.versions.flatMap((version) => version.occasions) ?? [];
    const untold = [...rulebook.regimes.values()].flatMap(({ regime, decisions }) => {
      const day = regime.governs.from;
      const sanctions = Object.keys(regime.categories).map((category) => ({
        id: category,
        regime: regime.id,
        category,
        ground: 'trade' as const,
        subjectKind: 'unit' as const,
        isMinor: false,
        identifiedOn: day,
        startsOn: day,
        organ: { code: '110000', level: 'province' as const, name: '示例省公安厅' },
        measures: regime.measures.map(({ measure }) => ({ measure, firstDay: day, lastDay: regime.governs.from })),
      }));
      const fired = new Set(
        occasions.flatMap((occasion) =>
          sanctions.flatMap((sanction) =>
            decideNow(rulebook, inputOn(day, occasion, [sanction])).trace.flatMap((step) =>
              step.fired ? [step.rule] : [],
            ),
          ),
        ),
      );
      const exceptions = [...decisions.values()].flat().filter(({ exceptTo, effect }) => {
        return exceptTo !== undefined && (effect === 'ALLOW' || effect === 'ALLOW_LIMITED');
      });
      return exceptions.map(({ id }) => id).filter((id) => !fired.has(id));
    });

    // A card that was kept already is no exception one could ask for.
    expect([...new Set(untold)].filter((id) => !id.endsWith('/telecom/kept'))).toEqual([]);
  });
});
