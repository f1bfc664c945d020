/** The browser that the console is tested in. Plain JavaScript: `npm run verify` asks for it before anything is built. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** With a font for Chinese, or the screenshots show boxes. */
const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** @returns the path of a Chromium, the one `DUANKA_CHROMIUM` names if it is set; undefined if there is none */
export function chromiumPath() {
  return process.env.DUANKA_CHROMIUM ?? PATHS.find((path) => existsSync(path));
}

/** Takes it from Debian where that is possible without asking anybody; elsewhere the tests of the console say what is missing. */
export function installChromiumIfNeeded() {
  const isDebianRoot = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (chromiumPath() !== undefined || !isDebianRoot) return;
  console.log('installing Chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('apt-get', ['-qq', ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
