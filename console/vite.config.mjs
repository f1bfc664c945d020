import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/** Compressed once here, not with every answer: the service sends what the browser understands. */
const compressed = {
  name: 'compressed-assets',
  writeBundle({ dir }) {
    for (const name of readdirSync(join(dir, 'assets'))) {
      const file = join(dir, 'assets', name);
      const content = readFileSync(file);
      writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(content));
    }
  },
};

/** The console is built into what the service serves; there is no second process. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [compressed],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // antd marks its files for servers that render React; there is none here.
      onLog: (level, log, tell) => log.code === 'MODULE_LEVEL_DIRECTIVE' || tell(level, log),
    },
  },
});
