/**
 * Lets plain Node import the project's TypeScript: `node --import ./test/support/typescript.mjs script.ts`.
 * Jest's global setup runs outside of Jest's own transform and imports this first.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
