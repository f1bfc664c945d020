import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { byteText, plainText } from '../platform/byte-text.js';
import { contentOf, decisionsIn } from './group-content.js';
import type { DecisionToLog, LoggedDecision } from './logged-decision.js';

function aDecision({
  input = '{"question":{"name":"赵试"},"input":{}}',
  answer = '{"outcome":"ALLOW"}',
  ...change
}: Partial<LoggedDecision> = {}): DecisionToLog {
  return {
    id: uuidv7(),
    decidedAt: new Date('2025-01-05T02:00:00.123Z'),
    asker: 'client:demo-bank-a',
    institutionId: '0199b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d',
    rulebookHash: 'sha256:0f3c',
    revision: 6,
    outcome: 'ALLOW',
    input: byteText(input),
    answer: byteText(answer),
    ...change,
  };
}

describe('the content of a group', () => {
  it('gives every decision back as it was, byte for byte and in order, whoever asked', () => {
    const decisions = [
      aDecision(),
      aDecision({ asker: 'client:"quoted"', outcome: 'DENY' }),
      aDecision({ revision: 7, input: '{ "spaced" : "\\n" }' }),
      aDecision(),
    ];

    const written = decisions.map(({ input, ...rest }) => ({ ...rest, input: plainText(input) }));
    expect(decisionsIn(contentOf(decisions).content)).toEqual(written);
  });

  it('what many decisions share is written once', () => {
    const alone = contentOf([aDecision()]).content.length;
    const together = contentOf(Array.from({ length: 100 }, () => aDecision())).content.length;

    expect(together).toBeLessThan(alone * 75);
    expect(contentOf([aDecision(), aDecision()]).content.toString().split('sha256:0f3c')).toHaveLength(2);
  });

  it('says in clear how many, from where, under which law and from which books', () => {
    const ids = [uuidv7(), uuidv7(), uuidv7()] as const;
    const other = '0299b2d4-3f1c-7d2a-9e57-1c2f6a7b8c9d';

    const { summary } = contentOf([
      aDecision({ id: ids[1], revision: 9 }),
      aDecision({ id: ids[2], outcome: 'DENY', institutionId: other, rulebookHash: 'sha256:0000' }),
      aDecision({ id: ids[0] }),
    ]);

    expect(summary).toEqual({
      firstId: ids[0],
      lastId: ids[2],
      count: 3,
      institutionIds: [aDecision().institutionId, other],
      rulebookHashes: ['sha256:0000', 'sha256:0f3c'],
      leastRevision: 6,
      mostRevision: 9,
      outcomes: { ALLOW: 2, DENY: 1 },
    });
  });

  it('an input of two lines would be read as two: it is not written', () => {
    expect(() => contentOf([aDecision({ input: '{}\n{}' })])).toThrow('one line');
  });

  it('a content that was cut off is not read as a shorter one', () => {
    const { content } = contentOf([aDecision(), aDecision()]);
    const lastLine = content.lastIndexOf('\n');

    expect(() => decisionsIn(content.subarray(0, lastLine))).toThrow('cut off');
  });
});
