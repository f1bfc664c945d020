import { benchBatches, benchLongBatch } from './batches.mjs';
import { benchDecisions } from './decisions.mjs';
import { benchIndexLoad } from './index-load.mjs';
import { benchInProcess } from './in-process.mjs';
import { seedSanctioned } from './seed.mjs';
import { benchVisibility } from './visible.mjs';

/**
 * Everything of the decision plane that has a target, in one house.
 *
 * @returns {Promise<object[]>} rows as {@link import('./report.mjs').tableOfResults} reads them
 */
export async function benchPlane({ environment, config, people, rounds, isLong }) {
  const step = (what) => console.error(`${new Date().toISOString().slice(11, 19)} ${what} …`);
  step(`sanctioning ${people} people`);
  await seedSanctioned({ environment, config, people });
  const rows = [];
  step('loading the restriction index');
  rows.push(await benchIndexLoad({ environment, people, rounds }));
  step('one question a request');
  rows.push(...(await benchDecisions({ environment, people, rounds })));
  step('many questions a request');
  rows.push(...(await benchBatches({ environment, people, rounds })));
  step('without HTTP');
  rows.push(...(await benchInProcess({ environment, people, rounds })));
  step('approved, and visible on every node');
  rows.push(...benchVisibility());
  if (isLong) {
    step('ten million questions in one request');
    rows.push(await benchLongBatch({ environment, people }));
  }
  return rows;
}
