import { describe, expect, it } from '@jest/globals';
import { GroupCommit, type GroupLimits } from './group-commit.js';
import type { LoggedDecision } from './logged-decision.js';

const TICK = '0199b2d4';

function aDecision(name: string, tick = TICK): LoggedDecision {
  return {
    id: `${tick}-0000-7000-8000-${name.padStart(12, '0')}`,
    decidedAt: new Date(0),
    asker: 'client:a',
    institutionId: 'i',
    rulebookHash: 'r',
    revision: 1,
    outcome: 'ALLOW',
    input: '{}',
    answer: '{}',
  };
}

const LIMITS: GroupLimits = { decisions: 10, characters: 1_000, waiting: 100 };

/** A log that stops at a gate, so that a test decides when a group is durable. */
function gated(limits: Partial<GroupLimits> = {}): {
  groups: string[][];
  commit: GroupCommit<LoggedDecision>;
  open: (error?: Error) => Promise<void>;
} {
  const groups: string[][] = [];
  const gates: ((error?: Error) => void)[] = [];
  const commit = new GroupCommit<LoggedDecision>(
    (group) =>
      new Promise((done, failed) => {
        groups.push(group.map(nameOf));
        gates.push((error) => (error === undefined ? done() : failed(error)));
      }),
    { ...LIMITS, ...limits },
  );
  const open = async (error?: Error): Promise<void> => {
    while (gates.length === 0) await turn();
    gates.shift()?.(error);
    await turn();
  };
  return { groups, commit, open };
}

function nameOf({ id }: LoggedDecision): string {
  return id.slice(24).replace(/^0+/, '');
}

/** Lets everything that waits on promises run. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Whether it has been settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), turn().then(() => false)]);
}

describe('group commit', () => {
  it('what comes while a group is being written is written together by the next, and nobody is told before', async () => {
    const { groups, commit, open } = gated();

    const first = commit.take([aDecision('a')]);
    await turn();
    await turn();
    const others = [commit.take([aDecision('b'), aDecision('c')]), commit.take([aDecision('d')])];
    expect(await isSettled(first)).toBe(false);
    await open();
    expect(await isSettled(first)).toBe(true);
    for (const other of others) expect(await isSettled(other)).toBe(false);
    await open();

    await Promise.all(others);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('a failure fails exactly the decisions of its group; the next group is tried', async () => {
    const { commit, open } = gated({ decisions: 2 });

    const outcomes = Promise.allSettled(['a', 'b', 'c'].map((name) => commit.take([aDecision(name)])));
    await open(new Error('the disk is full'));
    await open();

    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('a group takes no more than it may, in number and in size; a decision that is larger makes one alone', async () => {
    const { groups, commit, open } = gated({ decisions: 3, characters: 20 });
    const large = { ...aDecision('d'), input: 'x'.repeat(50) };

    const all = commit.take([aDecision('a'), aDecision('b'), aDecision('c'), large, aDecision('e')]);
    for (let group = 0; group < 3; group += 1) await open();

    await all;
    expect(groups).toEqual([['a', 'b', 'c'], ['d'], ['e']]);
  });

  it('a group holds decisions of one tick of 65.5 s only: so an id tells where its group stands', async () => {
    const { groups, commit, open } = gated();

    const all = Promise.all([
      commit.take([aDecision('a'), aDecision('b', '0199b2d5')]),
      commit.take([aDecision('c', '0199b2d5')]),
    ]);
    await open();
    await open();

    await all;
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  it('only so many wait: whoever comes after them is refused at once, and nothing of his is written', async () => {
    const { groups, commit, open } = gated({ waiting: 2 });

    const waiting = [commit.take([aDecision('a')]), commit.take([aDecision('b')])];
    await expect(commit.take([aDecision('c')])).rejects.toMatchObject({ code: 'overloaded' });
    await open();

    await Promise.all(waiting);
    expect(commit.waiting).toBe(0);
    expect(groups).toEqual([['a', 'b']]);
  });

  it('is settled when the last group is durable', async () => {
    const { commit, open } = gated();
    const taken = commit.take([aDecision('a')]);
    const settled = commit.settled();
    expect(await isSettled(settled)).toBe(false);

    await open();

    await settled;
    expect(await isSettled(taken)).toBe(true);
  });
});
