import { shanghaiInstant } from '../domain/period.js';
import type { Fault, Language } from '../domain/problem.js';
import type { Finding } from '../rulebook/finding.js';
import type { RulebookResponse, RulebookSummary } from './rulebook.dto.js';
import type { RulebookOverview, WholeRulebook } from './rulebooks.service.js';
import type { WhatIfResponse } from './what-if.dto.js';
import type { RulebookWhatIf } from './what-if.entity.js';

/** A rulebook as the contract lists it. */
export function rulebookSummary(overview: RulebookOverview): Pick<RulebookSummary, keyof RulebookSummary> {
  const { hash, state, authorId, submittedAt, source, publication } = overview;
  return {
    hash,
    state,
    author: actor(authorId),
    submittedAt: submittedAt === null ? null : shanghaiInstant(submittedAt),
    source,
    publication:
      publication === null
        ? null
        : {
            effectiveFrom: publication.effectiveFrom,
            publishedAt: shanghaiInstant(publication.publishedAt),
            approver: actor(publication.approverId),
            diffHash: publication.diffHash,
            revision: publication.revision,
          },
  };
}

/** A rulebook with everything in it. */
export function rulebookResponse({ overview, rulebook, cases }: WholeRulebook): RulebookResponse {
  return { ...rulebookSummary(overview), firstDay: rulebook.firstDay, files: rulebook.files, cases };
}

/** A what-if as the contract shows it, running or done. */
export function whatIfResponse(whatIf: RulebookWhatIf, isMassChange: boolean): WhatIfResponse {
  return {
    id: whatIf.id,
    rulebook: whatIf.rulebookHash,
    against: whatIf.againstHash,
    effectiveFrom: whatIf.effectiveFrom,
    state: whatIf.state,
    requestedBy: actor(whatIf.requestedBy),
    requestedAt: shanghaiInstant(whatIf.requestedAt),
    finishedAt: whatIf.finishedAt === null ? null : shanghaiInstant(whatIf.finishedAt),
    progress: { sanctionsRead: whatIf.sanctionsRead, sanctionsTotal: whatIf.sanctionsTotal },
    diffHash: whatIf.diffHash,
    isMassChange: whatIf.report === null ? null : isMassChange,
    report: whatIf.report,
  };
}

/** What is wrong with a rulebook, place by place: `<file>#<JSON pointer>`. */
export function faultsOf(findings: readonly Finding[], language: Language): Fault[] {
  return findings.map(({ file, rule, path, code, zh, en }) => {
    const sentence = language === 'en' ? en : zh;
    return { path: `${file}#${path}`, code, detail: rule === undefined ? sentence : `${rule}: ${sentence}` };
  });
}

function actor(officerId: string | null): string {
  return officerId === null ? 'system' : `officer:${officerId}`;
}
