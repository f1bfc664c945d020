import { afterAll } from '@jest/globals';

const debts: (() => Promise<void>)[] = [];

/** Has something closed or dropped when the test file is done; what came last goes first. */
export function whenDone(settle: () => Promise<void>): void {
  debts.push(settle);
}

// Here and not where the debt is made: a test may not declare hooks.
afterAll(async () => {
  for (let settle = debts.pop(); settle !== undefined; settle = debts.pop()) await settle();
});
