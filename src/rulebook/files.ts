import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { canonicalJson } from '../domain/canonical.js';
import { isLocalDate } from '../domain/period.js';
import type { EnforcementLaw } from './enforcement-law.js';
import { finding } from './finding.js';
import type { Finding } from './finding.js';
import type { CaseFile } from './golden-case.js';
import type { NoticeBook } from './notices.js';
import type {
  Catalogue,
  DecisionRuleFile,
  GeneralRuleFile,
  IntakeRuleFile,
  Parameter,
  Regime,
  Source,
} from './rulebook.js';
import type { Wording } from './wording.js';

/** Path below `rules/` → parsed JSON. */
export type RuleFiles = Readonly<Record<string, unknown>>;

/** What the files are, by path. */
interface Contents {
  sources: { sources: readonly Source[] };
  catalogue: Catalogue;
  wording: Wording;
  notices: NoticeBook;
  enforcement: EnforcementLaw;
  parameters: { parameters: readonly Parameter[] };
  regime: Regime;
  'intake-rules': IntakeRuleFile;
  'decision-rules': DecisionRuleFile;
  'general-rules': GeneralRuleFile;
  cases: CaseFile;
}
export type FileKind = keyof Contents;

/** A file that its schema admits. */
export interface RuleFile<K extends FileKind> {
  path: string;
  content: Contents[K];
}

export type ParsedFiles = { readonly [K in FileKind]: readonly RuleFile<K>[] };

const SCHEMA = /^schema\/([a-z-]+)\.schema\.json$/;

/** Files that are the law, not its tests nor its grammar: they make the hash. */
export function isLaw(path: string): boolean {
  return !path.startsWith('schema/') && !path.endsWith('.cases.json');
}

/**
 * Sorts the files by kind and validates each by its schema in `schema/`.
 *
 * Files of a stored rulebook come without schemas: they were validated when they were first loaded, and their hash says
 * that they are the same.
 *
 * @returns the files that are in order, and every finding in the others
 */
export function parseFiles(files: RuleFiles): { parsed: ParsedFiles; findings: Finding[] } {
  const validators = new Validators(files);
  const findings: Finding[] = [];
  const parsed: { [K in FileKind]: RuleFile<K>[] } = {
    sources: [],
    catalogue: [],
    wording: [],
    notices: [],
    enforcement: [],
    parameters: [],
    regime: [],
    'intake-rules': [],
    'decision-rules': [],
    'general-rules': [],
    cases: [],
  };
  const take = <K extends FileKind>(kind: K, path: string, into: RuleFile<K>[]): void => {
    const content = files[path];
    if (validators.isValid(kind, content)) into.push({ path, content });
    else findings.push(...validators.findings(kind, path, content));
  };
  for (const path of Object.keys(files).toSorted()) {
    const kind = kindOf(path);
    if (kind === 'schema') continue;
    if (kind === undefined) findings.push(unexpected(path));
    // Spelt out: a type that follows from a value cannot be inferred.
    else if (kind === 'sources') take(kind, path, parsed.sources);
    else if (kind === 'catalogue') take(kind, path, parsed.catalogue);
    else if (kind === 'wording') take(kind, path, parsed.wording);
    else if (kind === 'notices') take(kind, path, parsed.notices);
    else if (kind === 'enforcement') take(kind, path, parsed.enforcement);
    else if (kind === 'parameters') take(kind, path, parsed.parameters);
    else if (kind === 'regime') take(kind, path, parsed.regime);
    else if (kind === 'intake-rules') take(kind, path, parsed['intake-rules']);
    else if (kind === 'decision-rules') take(kind, path, parsed['decision-rules']);
    else if (kind === 'general-rules') take(kind, path, parsed['general-rules']);
    else take(kind, path, parsed.cases);
  }
  return { parsed, findings };
}

/** The first folder of a path: the regime, `identity` or `cards`. */
export function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function kindOf(path: string): FileKind | 'schema' | undefined {
  if (SCHEMA.test(path)) return 'schema';
  if (path === 'sources.json') return 'sources';
  if (path === 'catalogue.json') return 'catalogue';
  if (path === 'wording.json') return 'wording';
  if (path === 'notices.json') return 'notices';
  if (path === 'enforcement.json') return 'enforcement';
  if (path.startsWith('parameters/')) return 'parameters';
  const [folder, file, ...deeper] = path.split('/');
  if (folder === undefined || file === undefined || deeper.length > 0) return undefined;
  if (file.endsWith('.cases.json')) return 'cases';
  if (file === 'regime.json') return 'regime';
  if (!file.endsWith('.rules.json')) return undefined;
  if (folder === 'identity' || folder === 'cards') return 'general-rules';
  return file === 'intake.rules.json' ? 'intake-rules' : 'decision-rules';
}

function unexpected(path: string): Finding {
  return finding({ file: path, path: '' }, 'file-unexpected', {
    zh: '规则集里没有这种文件',
    en: 'The rulebook has no file of this kind',
  });
}

// Compiling the schemas takes longer than everything else; there is practically only one set of them.
const COMPILED = new Map<string, Ajv>();

function compiled(schemas: Readonly<Record<string, unknown>>): Ajv {
  const key = canonicalJson(schemas);
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  // `strictRequired` and `strictTypes` refuse if/then/else, which gives one clear error where anyOf gives five.
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  ajv.addFormat('day', (text: string) => isLocalDate(text));
  for (const schema of Object.values(schemas)) {
    if (typeof schema === 'object' && schema !== null) ajv.addSchema(schema);
  }
  COMPILED.clear();
  COMPILED.set(key, ajv);
  return ajv;
}

class Validators {
  private readonly ajv: Ajv | undefined;

  constructor(files: RuleFiles) {
    const schemas = Object.entries(files).filter(([path]) => SCHEMA.test(path));
    this.ajv = schemas.length === 0 ? undefined : compiled(Object.fromEntries(schemas));
  }

  isValid<K extends FileKind>(kind: K, content: unknown): content is Contents[K] {
    if (this.ajv === undefined) return true;
    return this.validatorOf(kind)(content);
  }

  /** The findings of the content that {@link isValid} refused last. */
  findings(kind: FileKind, path: string, content: unknown): Finding[] {
    const errors = this.ajv === undefined ? [] : (this.validatorOf(kind).errors ?? []);
    return errors.filter(({ keyword }) => keyword !== 'if').map((error) => schemaFinding(path, content, error));
  }

  private validatorOf(kind: FileKind): ValidateFunction {
    const validator = this.ajv?.getSchema(`${kind}.schema.json`);
    if (validator === undefined) throw new Error(`schema/${kind}.schema.json is missing`);
    return validator;
  }
}

function schemaFinding(file: string, content: unknown, error: ErrorObject): Finding {
  const isEmpty = error.keyword === 'minItems' && /\/(all|any)$/.test(error.instancePath);
  const rule = ruleAt(content, error.instancePath);
  const place = { file, path: error.instancePath, ...(rule === undefined ? {} : { rule }) };
  if (isEmpty) {
    return finding(place, 'empty-condition', {
      zh: '条件组为空:空的 all / any 恒为真',
      en: 'The condition is empty: an empty all / any is always true',
    });
  }
  const detail = `${error.message ?? error.keyword} ${JSON.stringify(error.params)}`;
  return finding(place, 'schema', {
    zh: `不符合 JSON Schema:${detail}`,
    en: `Not what the JSON Schema demands: ${detail}`,
  });
}

function ruleAt(content: unknown, pointer: string): string | undefined {
  const index = /^\/(?:rules|cases|parameters|sources)\/(\d+)/.exec(pointer);
  if (index === null || typeof content !== 'object' || content === null) return undefined;
  const list: unknown = Object.entries(content).find(([key]) => pointer.startsWith(`/${key}/`))?.[1];
  const item: unknown = Array.isArray(list) ? list[Number(index[1])] : undefined;
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
