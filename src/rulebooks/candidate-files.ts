import { ValidationProblem } from '../platform/validation.js';
import { isLaw, type RuleFiles } from '../rulebook/files.js';

/** A rulebook as it is handed in: the law and its golden cases. The grammar, `schema/`, is the service's own. */
export interface CandidateFiles {
  law: RuleFiles;
  cases: RuleFiles;
}

const PATH = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9.-]*)*\.json$/;
const MOST_FILES = 1_000;
/** No rule is as deep; what is deeper could only be meant to break something. */
const DEEPEST = 100;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The files of a request: path below `rules/` → JSON. Only whether they can be stored and looked at is tested here; whether
 * they are a rulebook is for the checker.
 *
 * @throws {Problem} `validation-failed`
 */
export function candidateFiles(said: unknown): CandidateFiles {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw faulty('isObject');
  const files = new Map<string, unknown>(Object.entries(said));
  if (files.size === 0) throw faulty('isNotEmptyObject');
  if (files.size > MOST_FILES) throw faulty('INVALID_FIELD');
  for (const [path, content] of files) {
    if (!PATH.test(path) || path.length > 200) throw faulty('matches');
    if (!isStorable(content)) throw faulty('INVALID_FIELD');
  }
  return sortedFiles(Object.fromEntries(files));
}

/** Files by what they are to us. */
export function sortedFiles(files: RuleFiles): CandidateFiles {
  const entries = Object.entries(files).filter(([path]) => !path.startsWith('schema/'));
  return {
    law: Object.fromEntries(entries.filter(([path]) => isLaw(path))),
    cases: Object.fromEntries(entries.filter(([path]) => !isLaw(path))),
  };
}

/** Whether PostgreSQL stores the value as it is, and nothing breaks by walking through it. */
function isStorable(content: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: content, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isText(value)) return false;
    if (typeof value === 'number' && !Number.isFinite(value)) return false;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) return false;
    for (const [key, member] of Object.entries(value)) {
      if (!isText(key)) return false;
      open.push({ value: member, depth: depth + 1 });
    }
  }
  return true;
}

function isText(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}

function faulty(constraint: string): ValidationProblem {
  return new ValidationProblem([{ path: 'files', constraint, limits: [] }]);
}
