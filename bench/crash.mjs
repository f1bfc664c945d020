/**
 * `node bench/crash.mjs [kills] [seed]`: the crash test with 50 kills. Service and database are killed by turns, under load, at
 * moments that the seed decides; then every decision that was answered must be in the log, and every chain must verify.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [kills = '50', seed] = process.argv.slice(2);
const jest = [
  '--import',
  './test/support/typescript.mjs',
  '--experimental-vm-modules',
  'node_modules/jest/bin/jest.js',
];
const { status } = spawnSync(process.execPath, [...jest, 'test/crash.e2e.spec.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, DUANKA_TEST_KILLS: kills, ...(seed === undefined ? {} : { DUANKA_TEST_SEED: seed }) },
});
process.exitCode = status ?? 1;
