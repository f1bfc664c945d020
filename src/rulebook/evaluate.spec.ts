import { describe, expect, it } from '@jest/globals';
import type { Facts, FactType } from '../domain/facts.js';
import { evaluate } from './evaluate.js';
import type { EvaluableRule, EvaluationContext } from './evaluate.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import type { Condition, ConditionValue } from './rulebook.js';

const TYPES: Record<string, FactType> = {
  items: { type: 'integer', minimum: 0, maximum: 1000 },
  channel: { type: 'enum', values: ['counter', 'online', 'none'] },
  agreedOn: { type: 'day' },
  startsOn: { type: 'day' },
};
const FACTS: Facts = { items: 2, channel: 'online', agreedOn: '2022-05-01', startsOn: '2024-12-10' };

function aContext(change: Partial<EvaluationContext> = {}): EvaluationContext {
  return {
    conditions: {},
    parameters: new Map<string, ConditionValue>([['items', 3]]),
    facts: FACTS,
    types: TYPES,
    ...change,
  };
}

function aRule(conditions: Condition, id = 'rule'): EvaluableRule {
  return { id, conditions };
}

async function fires(conditions: Condition, change: Partial<EvaluationContext> = {}): Promise<boolean | undefined> {
  return (await evaluate([aRule(conditions)], aContext(change)))[0]?.fired;
}

describe('evaluating conditions', () => {
  it('a parameter stands for its value of the day', async () => {
    const below: Condition = { fact: 'items', operator: 'lessThan', value: { parameter: 'items' } };

    expect(await fires(below)).toBe(true);
    expect(await fires(below, { parameters: new Map([['items', 2]]) })).toBe(false);
  });

  it('a rule without conditions always fires', async () => {
    expect(await evaluate([{ id: 'rule', conditions: undefined }], aContext())).toEqual([
      { rule: 'rule', fired: true, values: {} },
    ]);
  });

  it('the result names every fact and parameter a rule reads, also through a named condition and another fact', async () => {
    const conditions = {
      early: { fact: 'agreedOn', operator: 'before', value: { fact: 'startsOn' } },
    } satisfies Record<string, Condition>;
    const rule = aRule({
      all: [{ condition: 'early' }, { fact: 'items', operator: 'lessThan', value: { parameter: 'items' } }],
    });

    const [result] = await evaluate([rule], aContext({ conditions, parameters: new Map([['items', 3]]) }));

    expect(result).toEqual({
      rule: 'rule',
      fired: true,
      values: { agreedOn: '2022-05-01', startsOn: '2024-12-10', items: 3 },
    });
  });

  it.each([
    { operator: 'before', left: '2024-12-09', fired: true },
    { operator: 'before', left: '2024-12-10', fired: false },
    { operator: 'onOrBefore', left: '2024-12-10', fired: true },
    { operator: 'onOrBefore', left: '2024-12-11', fired: false },
    { operator: 'after', left: '2024-12-11', fired: true },
    { operator: 'after', left: '2024-12-10', fired: false },
  ])('$left $operator 2024-12-10 is $fired', async ({ operator, left, fired }) => {
    const condition: Condition = { fact: 'agreedOn', operator, value: '2024-12-10' };

    expect(await fires(condition, { facts: { ...FACTS, agreedOn: left } })).toBe(fired);
  });

  it.each(['before', 'onOrBefore', 'after'])(
    'no day is %s a day that is not said, nor the other way round',
    async (operator) => {
      const facts = { ...FACTS, agreedOn: 'none' };

      expect(await fires({ fact: 'agreedOn', operator, value: '2024-12-10' }, { facts })).toBe(false);
      expect(await fires({ fact: 'startsOn', operator, value: { fact: 'agreedOn' } }, { facts })).toBe(false);
    },
  );
});

describe('hazards of json-rules-engine', () => {
  it('hazard: overlapping runs lose no rule', async () => {
    const rules = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) =>
      aRule({ all: [{ fact: 'items', operator: 'greaterThanInclusive', value: index }] }, id),
    );
    const contexts = Array.from({ length: 30 }, (_, items) => aContext({ facts: { ...FACTS, items: items % 7 } }));

    const overlapping = await Promise.all(contexts.map(async (context) => evaluate(rules, context)));
    const sequential: typeof overlapping = [];
    for (const context of contexts) sequential.push(await evaluate(rules, context));

    expect(overlapping).toEqual(sequential);
    expect(overlapping[6]?.filter((result) => result.fired)).toHaveLength(6);
  });

  it.each(['all', 'any'])('hazard: an empty %s would be true, so the rulebook refuses it', async (name) => {
    const files = await seeded({ [name]: [] });

    expect(() => rulebookFromFiles(files)).toThrow(/empty-condition/);
    // Also in files without schemas.
    expect(() => rulebookFromFiles(withoutSchemas(files))).toThrow(/empty-condition/);
  });

  it('hazard: a missing fact would make notEqual true, so it is refused', async () => {
    const { channel: _missing, ...facts } = FACTS;

    await expect(fires({ fact: 'channel', operator: 'notEqual', value: 'counter' }, { facts })).rejects.toThrow(
      /fact channel is missing/,
    );
  });

  it('hazard: a fact that is null would look like "not fired", so it is refused', async () => {
    const facts = JSON.parse(JSON.stringify({ ...FACTS, channel: null })) satisfies Facts;

    await expect(fires({ fact: 'channel', operator: 'equal', value: 'online' }, { facts })).rejects.toThrow(/channel/);
  });

  it('hazard: a text where a number is due would look like "not fired", so it is refused', async () => {
    const facts = { ...FACTS, items: '5' };

    await expect(fires({ fact: 'items', operator: 'greaterThan', value: 3 }, { facts })).rejects.toThrow(/items/);
  });

  it('hazard: a fact nobody knows is refused, and so is a value outside its enumeration', async () => {
    const condition: Condition = { fact: 'items', operator: 'greaterThan', value: 3 };

    await expect(fires(condition, { facts: { ...FACTS, itmes: 5 } })).rejects.toThrow(/itmes is not known/);
    await expect(fires(condition, { facts: { ...FACTS, channel: 'fax' } })).rejects.toThrow(/channel/);
  });

  it('hazard: an unresolved named condition is refused at load, and when it is evaluated', async () => {
    const files = await seeded({ condition: 'nowhere' });

    expect(() => rulebookFromFiles(files)).toThrow(/unknown-condition/);
    await expect(fires({ condition: 'nowhere' })).rejects.toThrow(/nowhere/);
  });

  it('hazard: a misspelt path would read nothing, so there are no paths', async () => {
    const files = await seeded({ fact: 'channel', operator: 'equal', value: 'online', path: '$.kind' });

    expect(() => rulebookFromFiles(files)).toThrow(/schema/);
  });

  it('hazard: priorities do not exist', async () => {
    const files = await seeded({ all: [{ fact: 'channel', operator: 'equal', value: 'online' }], priority: 10 });

    expect(() => rulebookFromFiles(files)).toThrow(/schema/);
  });

  it('hazard: a parameter without a value on the day is refused, not compared', async () => {
    await expect(fires({ fact: 'items', operator: 'lessThan', value: { parameter: 'unread' } })).rejects.toThrow(
      /parameter unread has no value/,
    );
  });

  it('hazard: an operator the engine does not know is refused', async () => {
    await expect(fires({ fact: 'items', operator: 'about', value: 3 })).rejects.toThrow(/operator/i);
  });

  it('hazard: a literal and a fact of another type are never equal, so the rulebook refuses the literal', async () => {
    const files = await seeded({ fact: 'channel', operator: 'equal', value: 3 });

    expect(() => rulebookFromFiles(files)).toThrow(/value-outside-fact/);
  });
});

/** The rulebook of the project with the condition of one rule replaced. */
async function seeded(condition: unknown): Promise<Record<string, unknown>> {
  const files = await readRuleFiles('rules');
  const text = JSON.stringify(files['cn-fin-2019/bank.rules.json']);
  const seed = text.replace('{"fact":"channel","operator":"notEqual","value":"counter"}', JSON.stringify(condition));
  expect(seed).not.toBe(text);
  return { ...files, 'cn-fin-2019/bank.rules.json': JSON.parse(seed) };
}

function withoutSchemas(files: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('schema/')));
}
