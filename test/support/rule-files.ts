import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenDone } from './cleanup.js';

/** Path below `rules/` → parsed JSON. */
export type Files = Record<string, unknown>;

interface ParameterFile {
  parameters: { id: string; values: { from: string; value?: unknown }[] }[];
}

/** A copy of the files in which a parameter has another value from a day on, with the sources of its last one. */
export function withValue(files: Files, id: string, from: string, value: unknown): Files {
  const copy = structuredClone(files);
  for (const content of Object.values(copy)) {
    const parameter = isParameters(content) ? content.parameters.find((one) => one.id === id) : undefined;
    const last = parameter?.values.at(-1);
    if (parameter === undefined || last === undefined) continue;
    parameter.values.push({ ...last, from, value });
    parameter.values.sort((left, right) => (left.from < right.from ? -1 : 1));
    return copy;
  }
  throw new Error(`There is no parameter ${id}`);
}

/** The last value of a parameter. */
export function valueOf(files: Files, id: string): unknown {
  const parameters = Object.values(files).flatMap((content) => (isParameters(content) ? content.parameters : []));
  return parameters.find((one) => one.id === id)?.values.at(-1)?.value;
}

/** A folder of rules of one's own, a copy of the project's with some texts replaced; removed when the test file is done. */
export async function aRulesFolder(): Promise<RulesFolder> {
  const directory = join(await mkdtemp(join(tmpdir(), 'duanka-rules-')), 'rules');
  whenDone(() => rm(join(directory, '..'), { recursive: true }));
  await cp('rules', directory, { recursive: true });
  return new RulesFolder(directory);
}

export class RulesFolder {
  constructor(readonly directory: string) {}

  async replace(path: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(this.directory, path), 'utf8');
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
    await writeFile(join(this.directory, path), text.replace(from, to));
  }
}

function isParameters(content: unknown): content is ParameterFile {
  return typeof content === 'object' && content !== null && 'parameters' in content;
}
