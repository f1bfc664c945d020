import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Directory of package.json: two steps up from the sources, three from what is built of them. */
export function projectRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const above = dirname(directory);
    if (above === directory) throw new Error('There is no package.json above the program');
    directory = above;
  }
  return directory;
}

/** The version that package.json names. */
export function packageVersion(): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
  return typeof version === 'string' ? version : 'unknown';
}
