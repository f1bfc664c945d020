import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoClient } from './demo-client.js';
import { EXAMPLES, type AnsweredExample, type Example } from './examples.js';

const FILE = 'quickstart.json';

/** Ids of the decisions that the first start has asked for, by example; and what they were made from. */
interface Asked {
  revision: number;
  rulebook: string;
  decisions: Record<string, string>;
}

/**
 * The answers of the running service to the examples. A decision is a record: so a later start shows those of the first
 * again, and asks anew only where lists or rules have changed since.
 *
 * @param now what the service would decide by
 */
export async function answersOf(
  client: DemoClient,
  dataDir: string,
  now: { revision: number; rulebook: string },
): Promise<AnsweredExample[]> {
  const file = join(dataDir, FILE);
  const asked = await readAsked(file);
  const isCurrent = asked?.revision === now.revision && asked.rulebook === now.rulebook;
  const answered: AnsweredExample[] = [];
  for (const example of EXAMPLES) {
    const known = isCurrent ? await recalled(client, example, asked.decisions?.[example.id]) : undefined;
    answered.push({ ...example, answer: known ?? (await client.ask(example)) });
  }
  const decisions = Object.fromEntries(answered.map(({ id, answer }) => [id, decisionIdOf(answer)]));
  const remembered: Asked = { ...now, decisions };
  await writeFile(file, `${JSON.stringify(remembered, null, 2)}\n`);
  return answered;
}

async function recalled(
  client: DemoClient,
  example: Example,
  decisionId: string | undefined,
): Promise<object | undefined> {
  return decisionId === undefined ? undefined : client.recall(example, decisionId);
}

function decisionIdOf(answer: object): string {
  return 'decisionId' in answer && typeof answer.decisionId === 'string' ? answer.decisionId : '';
}

async function readAsked(file: string): Promise<Partial<Asked> | undefined> {
  try {
    const asked: Partial<Asked> = JSON.parse(await readFile(file, 'utf8'));
    return asked;
  } catch {
    // Missing or cut off: the questions are asked again, nothing else depends on it.
    return undefined;
  }
}
