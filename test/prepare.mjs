/**
 * Installs and builds what is not installed and built yet, so that the second start takes seconds. Plain JavaScript: it
 * runs before the installation. `node test/prepare.mjs` does both.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'src',
  'migrations',
  'console',
  'test/contract/openapi.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];

/** npm leaves node_modules/.package-lock.json behind when it is done: newer than the lock file means installed. */
export function installIfNeeded() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(marker) && changedAt(marker) >= changedAt(join(root, 'package-lock.json'))) return;
  run('installing …', 'install', '--include=dev', '--no-progress', '--loglevel=error');
}

/** The console is built last: older than a source, or missing, means not built. */
export function buildIfNeeded() {
  const built = join(root, 'dist', 'console', 'index.html');
  // The build itself writes one file among the sources.
  const newest = Math.max(...SOURCES.map((path) => newestIn(join(root, path))));
  if (!existsSync(built) || changedAt(built) < newest) run('building …', 'run', '--silent', 'build');
}

function newestIn(path) {
  if (!statSync(path).isDirectory()) return changedAt(path);
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function changedAt(path) {
  return statSync(path).mtimeMs;
}

function run(what, ...words) {
  console.log(what);
  const { status } = spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} failed`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installIfNeeded();
  buildIfNeeded();
}
