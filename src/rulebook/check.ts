import { localDate } from '../domain/period.js';
import { checkCoverage } from './case-coverage.js';
import { runCases } from './cases.js';
import type { CaseResult } from './cases.js';
import { checkLogic } from './check-logic.js';
import { checkNotices } from './check-notices.js';
import { checkWording } from './check-wording.js';
import { decide } from './decide.js';
import { parseFiles } from './files.js';
import type { ParsedFiles, RuleFiles } from './files.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import { rulebookFromFiles } from './load.js';
import { checkReferences } from './references.js';
import type { Rulebook } from './rulebook.js';
import { checkUse } from './use.js';

const END_OF_TIME = localDate('9999-12-30');

/** Where the coverage over time ends: the day of the last human look at the whole. */
const DEFAULT_TODAY = '2026-11-21';

/**
 * Everything that is wrong with the files of a rulebook, at once.
 *
 * Schema, references, versions and unused things are read off the files. If these are in order, the rules are also taken
 * together (what never decides, overlaps, leaves a gap) and run: every golden case, the cases each rule must have, and
 * every question on the first day of each quarter.
 *
 * @param files path below `rules/` → parsed JSON, with cases and schemas
 * @param today until when every question must have an answer, `YYYY-MM-DD`
 */
export async function checkRulebook(files: RuleFiles, today: string = DEFAULT_TODAY): Promise<Finding[]> {
  const own: RuleFiles = structuredClone(files);
  const { parsed, findings } = parseFiles(own);
  const broken = [...findings, ...checkReferences(parsed)];
  const unused = findings.length > 0 ? [] : [...checkUse(parsed), ...checkWording(parsed), ...checkNotices(parsed)];
  if (broken.length > 0) return [...broken, ...unused];
  const rulebook = rulebookFromFiles(own);
  const results = await runCases(rulebook, caseFiles(parsed));
  return [
    ...unused,
    ...checkLogic(parsed, rulebook),
    ...results.flatMap(failures),
    ...checkCoverage(parsed, results),
    ...(await checkQuestions(rulebook, today)),
  ];
}

/** The case files by path. */
export function caseFiles(parsed: ParsedFiles): Record<string, ParsedFiles['cases'][number]['content']> {
  return Object.fromEntries(parsed.cases.map(({ path, content }) => [path, content]));
}

function failures({ file, case: golden, differences }: CaseResult): Finding[] {
  return differences.map((difference) =>
    finding({ file, rule: golden.id, path: '' }, 'case-fails', {
      zh: `案例「${golden.title}」不成立:${difference}`,
      en: `The case “${golden.title}” does not hold: ${difference}`,
    }),
  );
}

/**
 * Coverage over time: every question gets an answer under every category of every regime, on the first formalised day
 * and on the first day of every quarter up to `today`.
 */
export async function checkQuestions(rulebook: Rulebook, today: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const question of Object.keys(rulebook.catalogue.questions)) {
    for (const day of quarters(rulebook.firstDay, today)) {
      const failure = await answerOn(rulebook, question, day).catch((error: unknown) => error);
      if (!(failure instanceof Error)) continue;
      const place = { file: 'catalogue.json', path: `/questions/${question}` };
      const { message } = failure;
      found.push(
        finding(place, 'question-unanswered', {
          zh: `${day} 没有答案:${message}`,
          en: `There is no answer on ${day}: ${message}`,
        }),
      );
    }
  }
  return found;
}

async function answerOn(rulebook: Rulebook, question: string, day: string): Promise<void> {
  const sanctions = [...rulebook.regimes.values()].flatMap(({ regime }) =>
    Object.keys(regime.categories).map((category) => ({
      id: `${regime.id}/${category}`,
      regime: regime.id,
      category,
      ground: 'trade' as const,
      subjectKind: 'person' as const,
      isMinor: false,
      identifiedOn: regime.governs.from,
      startsOn: regime.governs.from,
      organ: { code: '110000', level: 'province' as const, name: '示例省公安厅' },
      // In force on every day: what is asked is whether the rules speak, not how long.
      measures: regime.measures.map(({ measure }) => ({
        measure,
        firstDay: regime.governs.from,
        lastDay: END_OF_TIME,
      })),
    })),
  );
  await decide(rulebook, {
    question,
    asOf: `${day}T00:00:00+08:00`,
    language: 'zh-CN',
    request: { channel: 'none', purpose: 'none', realName: 'none', inPerson: 'none', agreementSince: 'none' },
    card: { kind: 'none', status: 'none', listing: 'implicated', isFraudRisk: 'none' },
    nameMatch: 'differs',
    sanctions: sanctions.filter(({ startsOn }) => startsOn <= day),
  });
}

/** The first day, and the first day of every quarter after it up to `today`. */
function quarters(firstDay: string, today: string): string[] {
  const days = [firstDay];
  const last = Number(today.slice(0, 4));
  for (let year = Number(firstDay.slice(0, 4)); year <= last; year += 1) {
    for (const month of ['01', '04', '07', '10']) days.push(`${year}-${month}-01`);
  }
  return [...new Set(days)].filter((day) => day >= firstDay && day <= today).toSorted();
}
