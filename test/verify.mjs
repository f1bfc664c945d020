/**
 * `npm run verify`: installs if needed, then every check and every test. Plain JavaScript, so that it runs before the
 * installation. Ends with the line `N passed, N failed`; a check counts as one, a test as one.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installChromiumIfNeeded } from './chromium.mjs';
import { installIfNeeded } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'duanka-verify-'));
const windows = process.platform === 'win32';

/** Runs a command to its end; its output is kept and shown only when it fails, unless `loud`. */
function run(command, args, { loud = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell: windows,
      stdio: ['ignore', loud ? 'inherit' : 'pipe', loud ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const report = join(scratch, 'jest.json');
const contract = join(scratch, 'openapi.json');
const node = process.execPath;

/** What each check runs: scripts of package.json, so that they can be run alone. */
const CHECKS = [
  // First: it writes the types of the API, which the console is checked with.
  { name: 'build', run: ['npm', 'run', '--silent', 'build'] },
  { name: 'format', run: ['npm', 'run', '--silent', 'check:format'] },
  { name: 'lint (type-aware)', run: ['npm', 'run', '--silent', 'check:lint'] },
  { name: 'types', run: ['npm', 'run', '--silent', 'check:types'] },
  { name: 'import boundaries', run: ['npm', 'run', '--silent', 'check:boundaries'] },
  { name: 'unused code', run: ['npm', 'run', '--silent', 'check:unused'] },
  { name: 'rules', run: ['npm', 'run', '--silent', 'check:rules'] },
  { name: 'contract', run: [node, 'dist/src/cli.js', 'openapi', '--out', contract], and: sameContract },
];

function sameContract() {
  const committed = readFileSync(join(root, 'test/contract/openapi.json'), 'utf8');
  if (committed === readFileSync(contract, 'utf8')) return undefined;
  return 'test/contract/openapi.json differs from the code. If the change is meant: npm run openapi';
}

async function check({ name, run: [command, ...args], and }) {
  const started = Date.now();
  const { code, output } = await run(command, args);
  const fault = code === 0 ? and?.() : output;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${fault === undefined ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (fault !== undefined) console.log(fault.split('\n').slice(-60).join('\n'));
  return fault === undefined;
}

async function tests() {
  const { code } = await run(
    node,
    [
      // Threads of the service are TypeScript under the tests.
      '--import',
      './test/support/typescript.mjs',
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--json',
      `--outputFile=${report}`,
    ],
    { loud: true },
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = Math.max(numFailedTests, numFailedTestSuites, numRuntimeErrorTestSuites);
  return { passed: numPassedTests, failed: failed > 0 || code === 0 ? failed : 1 };
}

let passed = 0;
let failed = 0;
try {
  installIfNeeded();
  installChromiumIfNeeded();
  for (const step of CHECKS) {
    if (await check(step)) passed++;
    else failed++;
  }
  const outcome = await tests();
  passed += outcome.passed;
  failed += outcome.failed;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed++;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
