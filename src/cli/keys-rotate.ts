import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { Audit } from '../platform/audit.js';
import { Clock } from '../platform/clock.js';
import { openKeyring, type Keyring } from '../platform/keyring.js';
import { Pii } from '../platform/pii.js';
import { newCommand, type CommonOptions, type Report, type Shell } from './command.js';
import { Refusal } from './failure.js';
import { showProgress } from './progress.js';
import { countUnderOtherKeys, reencrypt } from './reencryption.js';
import { withDatabase } from './services.js';

interface Options extends CommonOptions {
  signing?: boolean;
  retire?: boolean;
  /** `--no-new-key` */
  newKey: boolean;
}

const NOTES = `
A running service goes on with the old key until it is restarted; so --retire asks that none is running, or what it
writes meanwhile could never be read again. Without --retire the old keys stay and decrypt.
The root of the keyed hashes does not rotate: nothing would be found again.`;

export function addKeysRotate(parent: Command, shell: Shell): void {
  newCommand(parent, 'rotate', 'make a new data key and rewrite everything that is encrypted', [
    'duanka keys rotate                # new data key, everything rewritten, old keys kept',
    'duanka keys rotate --retire       # and the old keys removed; stop the service first',
    'duanka keys rotate --signing      # a new key for tokens; old tokens stay valid until they expire',
    'duanka keys rotate --no-new-key   # with DUANKA_KEYS: you have added the key, the rest is done here',
  ])
    .option('--signing', 'rotate the key that signs tokens instead')
    .option('--retire', 'remove the older keys afterwards')
    .option('--no-new-key', 'rewrite under the active key, make none')
    .addHelpText('after', NOTES)
    .action((options: Options) => shell.report(options, () => run(shell, options)));
}

async function run({ terminal }: Shell, options: Options): Promise<Report> {
  const config = terminal.readConfig();
  const keyring = openKeyring(config);
  if (!keyring.isWritable && (options.newKey || options.retire === true)) {
    throw new Refusal('The keys come from DUANKA_KEYS: change them where they are kept, then run with --no-new-key');
  }
  // A single connection: any other one belongs to a service.
  return withDatabase(
    config,
    async (database) => {
      if (options.signing === true) return rotateSigningKey(database, keyring, options);
      if (options.retire === true) await assertAlone(database);
      const progress = showProgress(terminal, 'rewriting', undefined);
      try {
        return await rotateDataKey(database, keyring, options, (rows) => progress.update(rows));
      } finally {
        progress.stop();
      }
    },
    1,
  );
}

async function rotateDataKey(
  database: DataSource,
  keyring: Keyring,
  { retire, newKey }: Options,
  progress: (rows: number) => void,
): Promise<Report> {
  if (newKey) keyring.addDataKey(new Date());
  const active = keyring.activeKeyId;
  const rewritten = await reencrypt(database, new Pii(keyring), active, progress);
  const left = await countUnderOtherKeys(database, active);
  const old = keyring.dataKeyIds.filter((id) => id !== active);
  const retired = retire === true ? old : [];
  if (retire === true) {
    if (left > 0)
      throw new Refusal(`${left} rows are still under an older key: a service is writing. Stop it and run again`);
    keyring.retireDataKeys(old);
  }
  const rows = Object.values(rewritten).reduce((sum, count) => sum + count, 0);
  await note(database, 'keys.rotated', { key: active, rows, retired: retired.join(' ') });
  const text = [
    `${newKey ? 'The new data key' : 'The data key'} ${active} encrypts; ${rows} rows were rewritten.`,
    ...(left > 0
      ? [`${left} rows came in under an older key meanwhile: restart the service, then run again with --no-new-key.`]
      : []),
    retired.length > 0
      ? `Removed: ${retired.join(', ')}.`
      : `Older keys kept: ${old.join(', ') || 'none'}. Restart the service.`,
  ];
  return { json: { active, rewritten, left, retired }, text: text.join('\n') };
}

async function rotateSigningKey(database: DataSource, keyring: Keyring, { retire, newKey }: Options): Promise<Report> {
  const before = keyring.signingKeys().map(({ kid }) => kid);
  if (newKey) keyring.addSigningKey(new Date());
  const active = keyring.activeSigningKey().kid;
  if (retire === true) keyring.retireSigningKeys();
  const retired = retire === true ? before.filter((kid) => kid !== active) : [];
  await note(database, 'keys.signing-rotated', { key: active, retired: retired.join(' ') });
  const text = `The signing key ${active} signs from the next start on.${retired.length > 0 ? ` Removed, with every token they signed: ${retired.join(', ')}.` : ''} Restart the service.`;
  return { json: { active, retired }, text };
}

async function note(database: DataSource, what: string, detail: Record<string, string | number>): Promise<void> {
  await database.transaction((tx) =>
    new Audit(new Clock()).append(tx, { actor: 'system', what, object: 'keyring:service', detail }),
  );
}

async function assertAlone(database: DataSource): Promise<void> {
  const [others]: { count: number }[] = await database.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'duanka' AND pid <> pg_backend_pid()`,
  );
  if ((others?.count ?? 0) > 0)
    throw new Refusal('A service is running on this database. Stop it before older keys are removed');
}
