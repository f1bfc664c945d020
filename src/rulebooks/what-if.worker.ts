import { parentPort, workerData } from 'node:worker_threads';
import { runWhatIf, type WhatIfTask } from './what-if-run.js';

/** A what-if in a thread of its own: the service goes on answering meanwhile. */
const task: WhatIfTask = workerData;
const result = await runWhatIf(task, (progress) => parentPort?.postMessage({ progress }));
parentPort?.postMessage({ result });
