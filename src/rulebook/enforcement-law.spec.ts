import { beforeAll, describe, expect, it } from '@jest/globals';
import { localDate } from '../domain/period.js';
import { campaignLawOn, orderLawOn } from './enforcement-law.js';
import { parseFiles, type RuleFiles } from './files.js';
import { readRuleFiles, rulebookFromFiles } from './load.js';
import { checkReferences } from './references.js';

let files: RuleFiles;

beforeAll(async () => {
  files = await readRuleFiles('rules');
});

/** The rulebook with one text of `enforcement.json` in the place of another. */
function changed(from: string, to: string): RuleFiles {
  const text = JSON.stringify(files['enforcement.json']);
  expect(text).toContain(from);
  return { ...files, 'enforcement.json': JSON.parse(text.replace(from, to)) };
}

describe('the law of enforcement', () => {
  it('says what an order is: a stop of 48 hours, a freeze of six months', () => {
    const rulebook = rulebookFromFiles(files);
    const day = localDate('2025-01-05');

    expect(orderLawOn(rulebook, 'stop_payment', day)).toEqual({
      measure: 'card.stop_payment',
      term: { length: 48, unit: 'hours' },
    });
    expect(orderLawOn(rulebook, 'freeze', day)).toEqual({
      measure: 'card.freeze',
      term: { length: 6, unit: 'months' },
    });
  });

  it('of silent phone cards begins with the notice of 2021', () => {
    const rulebook = rulebookFromFiles(files);

    expect(campaignLawOn(rulebook, 'silent_sim', localDate('2021-06-02'))).toMatchObject({
      measure: 'sim.verification',
      timeAllowed: { length: 24, unit: 'hours' },
      samplePercent: null,
    });
    expect(() => campaignLawOn(rulebook, 'silent_sim', localDate('2021-06-01'))).toThrow('not-in-rulebook');
  });

  it('is not made up where a rulebook from before it has none', () => {
    const { 'enforcement.json': _, ...old } = files;
    const rulebook = rulebookFromFiles(old);

    expect(() => orderLawOn(rulebook, 'freeze', localDate('2025-01-05'))).toThrow('not-in-rulebook');
    expect(() => campaignLawOn(rulebook, 'iot_sample', localDate('2025-01-05'))).toThrow('not-in-rulebook');
  });

  it.each([
    { from: '"card.freeze"', to: '"card.thaw"', code: 'unknown-measure' },
    { from: '"orders.freeze"', to: '"cards.class-one"', code: 'unknown-parameter' },
    { from: '"campaigns.iot-sample"', to: '"cards.second-verification"', code: 'unknown-parameter' },
    { from: '"cards.second-verification"', to: '"cn-joint-2024.execution-deadline"', code: 'parameter-not-in-force' },
    { from: '"monthsSinceLastUse"', to: '"monthsSinceBirth"', code: 'unknown-fact' },
    { from: '"article":"20"', to: '"article":"200"', code: 'unknown-article' },
  ])('is refused with $to: $code', ({ from, to, code }) => {
    const { parsed } = parseFiles(changed(from, to));

    expect(checkReferences(parsed).map((found) => found.code)).toContain(code);
  });

  it('takes no card kinds or members that do not exist', () => {
    expect(parseFiles(changed('"iot_sim"', '"game_card"')).findings).not.toEqual([]);
    expect(parseFiles(changed('"timeAllowed"', '"timeGiven"')).findings).not.toEqual([]);
  });
});
