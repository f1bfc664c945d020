import { parentPort } from 'node:worker_threads';
import { NoticeFont } from './notice-font.js';
import { noticePdf } from './notice-pdf.js';
import type { PrintAnswer, PrintJob, Printed } from './press.service.js';

/** Prints the notices it is sent, one after the other. */
const font = await NoticeFont.read();

async function printed({ notice, asPdf }: PrintJob): Promise<Printed> {
  const printable = font.printable(notice);
  return asPdf ? { ...printable, pdf: await noticePdf({ ...notice, ...printable }, font) } : printable;
}

async function answered(job: PrintJob): Promise<PrintAnswer> {
  try {
    return { id: job.id, printed: await printed(job) };
  } catch (error) {
    return { id: job.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (job: PrintJob) => void answered(job).then((answer) => parentPort?.postMessage(answer)));
