import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../domain/problem.js';
import { Institutions } from '../institutions/institutions.service.js';
import { actorOf, type ClientInstitution, type OfficerPrincipal } from '../institutions/principal.js';
import type { CardFault, CardRow } from '../registry/card-record.js';
import { cardsOfFile } from '../registry/card-source.js';
import { CardsService, type CardCounts } from '../registry/cards.service.js';
import type { Report } from './command.js';
import { EXIT } from './exit-code.js';
import { Refusal } from './failure.js';
import type { ImportTask } from './import.js';
import { showProgress } from './progress.js';

type CardHolder = Pick<ClientInstitution, 'id' | 'code' | 'kind'>;

/** What a registry of several institutions holds, after a first reading. */
export interface CardFileContents {
  /** In the order of their first card. */
  institutions: CardHolder[];
  rows: number;
  /** Rows that belong to nobody: unreadable, or without an institution. */
  faults: CardFault[];
}

/** A card registry: for every institution its rows name, or for the one of the client that signs in. */
export async function importCardFile(task: ImportTask): Promise<Report> {
  const { path, fileName, options, services, signIn } = task;
  const principal = await signIn.anyone(options.as);
  if (principal.type === 'officer') return importForAll(task, principal);
  const { institution } = principal;
  const counts = await services
    .get(CardsService)
    .importCards(institution, cardsOfFile(path, fileName), actorOf(principal));
  return reportOf({ [institution.code]: counts }, []);
}

async function importForAll(
  { path, fileName, options, services, terminal }: ImportTask,
  admin: OfficerPrincipal,
): Promise<Report> {
  if (!admin.roles.includes('admin')) throw new Problem('forbidden');
  const { institutions, rows, faults } = await readCardFile(services, path, fileName);
  const progress = showProgress(terminal, fileName, options.json === true ? undefined : rows);
  const imported: Record<string, CardCounts> = {};
  let done = faults.length;
  try {
    for (const institution of institutions) {
      const own = cardsOf(institution.code, cardsOfFile(path, fileName), () => progress.update(++done));
      imported[institution.code] = await services.get(CardsService).importCards(institution, own, actorOf(admin));
    }
  } finally {
    progress.stop();
  }
  return reportOf(imported, faults);
}

/** @throws {Refusal} for an institution that is not registered, or a file that names none */
export async function readCardFile(
  services: INestApplicationContext,
  path: string,
  fileName: string,
): Promise<CardFileContents> {
  const codes = new Set<string>();
  const faults: CardFault[] = [];
  let rows = 0;
  for await (const row of cardsOfFile(path, fileName)) {
    rows++;
    if ('fault' in row) faults.push({ row: row.row, ...row.fault });
    else if (row.card.institution === undefined)
      faults.push({ row: row.row, code: 'MISSING_FIELD', path: 'institution' });
    else codes.add(row.card.institution);
  }
  if (codes.size === 0) throw new Refusal('No row names its institution: import the file as a client of it');
  const known = await services.get(Institutions).byCodes(services.get(DataSource).manager, [...codes]);
  const missing = [...codes].filter((code) => !known.has(code));
  if (missing.length > 0)
    throw new Refusal(`The file names institutions that are not registered: ${missing.join(', ')}`);
  return { institutions: [...codes].flatMap((code) => known.get(code) ?? []), rows, faults };
}

/** The cards of one institution. @param count called at each */
export async function* cardsOf(code: string, rows: AsyncIterable<CardRow>, count: () => void): AsyncGenerator<CardRow> {
  for await (const row of rows) {
    if (!('card' in row) || row.card.institution !== code) continue;
    count();
    yield row;
  }
}

function reportOf(imported: Record<string, CardCounts>, faults: readonly CardFault[]): Report {
  const counts = Object.values(imported);
  const lines = Object.entries(imported).map(
    ([code, { total, created, updated, unchanged, rejected, revision }]) =>
      `${code}: ${total} cards; ${created} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected; revision ${revision}`,
  );
  const refused = [...faults, ...counts.flatMap(({ errors }) => errors)].map(
    ({ row, code, path }) => `  row ${row}: ${code} ${path}`,
  );
  const isRefused = counts.every(({ total, rejected }) => total === rejected);
  return {
    json: { institutions: imported, faults },
    text: [...lines, ...refused].join('\n'),
    exitCode: isRefused ? EXIT.refused : EXIT.ok,
  };
}
