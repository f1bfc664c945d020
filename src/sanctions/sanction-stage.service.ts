import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { canonicalJson } from '../domain/canonical.js';
import { extentOn, termPatternOf } from '../domain/term-pattern.js';
import { copyInto, integerField, textField, uuidField, type CopyField } from '../platform/binary-copy.js';
import type { ReplacedSubject } from '../registry/subject-stage.service.js';
import type { Rulebook } from '../rulebook/rulebook.js';
import { measuresOf } from '../rulebook/terms.js';
import { digestOf, rewriteChains, type ChainKey, type Rulebooks } from './sanction-versions.js';
import { insertSanctions, type NewSanction } from './sanctions.service.js';

const CHAINS_PER_STEP = 1_000;

/**
 * Sanctions of one transaction on their way into the books. What each lasts if it is alone in its chain, as most are, is computed
 * while nobody waits; then they are written in the turn of the books by a few statements, however many they are.
 */
@Injectable()
export class SanctionStage {
  /** Once in a transaction, before anything else. */
  async open(tx: EntityManager): Promise<void> {
    await tx.query(CREATE_STAGE);
  }

  /** @param rulebook what they are approved under: one for all of a transaction */
  async add(tx: EntityManager, rulebook: Rulebook, sanctions: readonly NewSanction[]): Promise<void> {
    await copyInto(tx, 'staged_sanction', [sanctions.map((sanction) => fieldsOf(rulebook, sanction))]);
  }

  /** Puts the subjects that are recorded in the place of those that were staged for them. */
  async replaceSubjects(tx: EntityManager, replaced: readonly ReplacedSubject[]): Promise<void> {
    if (replaced.length === 0) return;
    const columns = [replaced.map(({ staged }) => staged), replaced.map(({ recorded }) => recorded)];
    await tx.query(REPLACE_SUBJECTS, columns);
  }

  /**
   * Writes the sanctions and cumulates them with those of the same subjects and regimes.
   *
   * @param rulebook the one of {@link add}
   * @param revision the revision this transaction took; the caller holds its lock, so no other activation runs
   */
  async activate(tx: EntityManager, rulebook: Rulebook, revision: number): Promise<void> {
    await tx.query(insertSanctions(SELECT_STAGED), [rulebook.hash, revision, null]);
    await tx.query(INSERT_PATTERNS);
    await tx.query(OPEN_FIRST_VERSIONS, [revision]);
    const chains: ChainKey[] = await tx.query(SELECT_SHARED_CHAINS);
    // What was approved last decides how its chain is cumulated, so no other rulebook is asked for.
    for (let at = 0; at < chains.length; at += CHAINS_PER_STEP)
      await rewriteChains(tx, only(rulebook), chains.slice(at, at + CHAINS_PER_STEP), new Map(), revision);
  }
}

function only(rulebook: Rulebook): Rulebooks {
  return {
    byHash: async (hash) => {
      if (hash !== rulebook.hash) throw new Error('A chain ends with a sanction of another rulebook');
      return rulebook;
    },
  };
}

function fieldsOf(rulebook: Rulebook, sanction: NewSanction): CopyField[] {
  const { id, regime, startsOn, organ, documentNo, noticeServedOn } = sanction;
  const pattern = termPatternOf(startsOn, measuresOf(rulebook, regime, [sanction]).get(id) ?? []);
  const extent = extentOn(startsOn, pattern);
  return [
    uuidField(id),
    uuidField(sanction.subjectId),
    uuidField(sanction.listId),
    integerField(sanction.row),
    textField(regime),
    textField(sanction.category),
    textField(sanction.ground),
    textField(sanction.identifiedOn),
    textField(startsOn),
    textField(JSON.stringify(sanction.terms)),
    textField(organ.code),
    textField(organ.level),
    textField(organ.name),
    documentNo === null ? null : textField(documentNo),
    noticeServedOn === null ? null : textField(noticeServedOn),
    textField(String(sanction.isMinor)),
    digestOf(pattern),
    textField(canonicalJson(pattern)),
    extent === undefined ? null : textField(extent.firstDay),
    extent === undefined ? null : textField(extent.lastDay),
  ];
}

const CREATE_STAGE = `
  CREATE TEMPORARY TABLE staged_sanction (
    id uuid, subject_id uuid, list_id uuid, row integer, regime text, category text, ground text, identified_on text,
    starts_on text, terms text, organ_code text, organ_level text, organ_name text, document_no text, notice_served_on text,
    is_minor text, digest bytea, pattern text, first_day text, last_day text
  ) ON COMMIT DROP`;

const REPLACE_SUBJECTS = `
  UPDATE staged_sanction SET subject_id = replaced.recorded
  FROM unnest($1::uuid[], $2::uuid[]) AS replaced (staged, recorded) WHERE staged_sanction.subject_id = replaced.staged`;

const SELECT_STAGED = `
  SELECT id, subject_id, list_id, row, regime, category, ground, identified_on::date, starts_on::date, terms::jsonb, organ_code,
    organ_level, organ_name, document_no, notice_served_on::date, is_minor::boolean
  FROM staged_sanction`;

const INSERT_PATTERNS = `
  INSERT INTO term_pattern (digest, terms)
  SELECT DISTINCT ON (digest) digest, pattern::jsonb FROM staged_sanction
  WHERE NOT EXISTS (SELECT FROM term_pattern WHERE term_pattern.digest = staged_sanction.digest)
  ON CONFLICT (digest) DO NOTHING`;

/**
 * Whether a sanction is the only one of its subject and regime. Those of the subject are found first, by the index on it: what the
 * planner believes of a regime in which a hundred thousand rows were just written would be the index on that.
 */
const IS_ALONE = `
  (SELECT count(*) = 1 FROM (SELECT regime FROM sanction WHERE subject_id = staged_sanction.subject_id OFFSET 0) AS own
   WHERE own.regime = staged_sanction.regime)`;

const OPEN_FIRST_VERSIONS = `
  INSERT INTO sanction_version (sanction_id, revision_from, valid, standing, pattern_id)
  SELECT staged_sanction.id, $1,
    CASE WHEN first_day IS NULL THEN 'empty' ELSE daterange(first_day::date, last_day::date, '[]') END, 'standing', term_pattern.id
  FROM staged_sanction JOIN term_pattern USING (digest) WHERE ${IS_ALONE}`;

const SELECT_SHARED_CHAINS = `
  SELECT DISTINCT subject_id AS "subjectId", regime FROM staged_sanction WHERE NOT ${IS_ALONE}`;
