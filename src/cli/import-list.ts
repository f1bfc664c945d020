import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ApprovalService } from '../lists/approval.service.js';
import { EntriesService } from '../lists/entries.service.js';
import { ImportService } from '../lists/import.service.js';
import { importResponse } from '../lists/list-response.js';
import type { ImportResponse } from '../lists/list-response.dto.js';
import { ListsService } from '../lists/lists.service.js';
import type { Report } from './command.js';
import { EXIT } from './exit-code.js';
import type { ImportTask } from './import.js';
import { estimatedRows, showProgress } from './progress.js';

/** A file of sanctions or card leads: draft, and on request submitted and approved. */
export async function importListFile({
  path,
  fileName,
  options,
  services,
  signIn,
  terminal,
}: ImportTask): Promise<Report> {
  const author = await signIn.officer(options.as, 'submitter');
  // Both passwords before the long part: nobody wants to be asked after the coffee.
  const approver = options.approveAs === undefined ? undefined : await signIn.officer(options.approveAs, 'approver');
  const { title, template } = options;
  const upload = {
    path,
    fileName,
    ...(title === undefined ? {} : { title }),
    ...(template === undefined ? {} : { template }),
  };
  const progress = showProgress(terminal, fileName, options.json === true ? undefined : await estimatedRows(path));
  const { list: drafted, leftAside } = await services
    .get(ImportService)
    .importFile(upload, author, { progress: ({ total }) => progress.update(total) })
    .finally(() => progress.stop());
  let list = drafted;
  if (options.submit === true || approver !== undefined)
    list = await services.get(ListsService).submit(list.id, author);
  if (approver !== undefined)
    list = await services.get(ApprovalService).approve(list.id, approver, { remark: options.remark });
  return reportOf(importResponse(list, leftAside), await refusals(services, list.id));
}

/** How many rows were refused, by code; the most frequent first. */
export async function refusals(services: INestApplicationContext, listId: string): Promise<Record<string, number>> {
  const counts = new Map<string, number>();
  for await (const page of services.get(EntriesService).stream(services.get(DataSource).manager, listId, 'rejected')) {
    for (const { code } of page) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([, one], [, other]) => other - one));
}

function reportOf(list: ImportResponse, refused: Record<string, number>): Report {
  const { id, title, purpose, template, state, counts, contentHash, requiredLevel, revision, leftAside } = list;
  const { sheets, lines: aside } = leftAside;
  const codes = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
  const lines = [
    `${title}: ${counts.accepted} of ${counts.total} rows accepted, ${counts.rejected} rejected`,
    ...(codes.length === 0 ? [] : [`  rejected: ${codes.join(', ')}`]),
    ...(sheets.length === 0 ? [] : [`  left aside: the sheets ${sheets.join(', ')}`]),
    ...(aside.length === 0 ? [] : [`  left aside: the lines ${aside.map(({ line }) => line).join(', ')}`]),
    `  list ${id} is ${state}${revision === null ? '' : ` from revision ${revision}`}`,
  ];
  return {
    json: {
      id,
      title,
      purpose,
      template,
      state,
      counts,
      contentHash,
      requiredLevel,
      revision,
      leftAside,
      rejected: refused,
    },
    text: lines.join('\n'),
    exitCode: counts.accepted === 0 ? EXIT.refused : EXIT.ok,
  };
}
