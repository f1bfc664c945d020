import { parentPort, workerData } from 'node:worker_threads';
import { checkRulebook } from '../rulebook/check.js';
import type { RuleFiles } from '../rulebook/files.js';

/** The checker in a thread of its own: it runs every case and enumerates facts, and a candidate may hold anything. */
const task: CheckTask = workerData;
const result = await checkRulebook(task.files, task.today);
parentPort?.postMessage({ result });

export interface CheckTask {
  files: RuleFiles;
  /** Until when every question must have an answer, `YYYY-MM-DD`. */
  today: string;
}
