import {
  Check,
  Column,
  Entity,
  Exclusion,
  ForeignKey,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import type { StandingName } from '../domain/sanction-standing.js';
import type { TermPattern } from '../domain/term-pattern.js';

/** What the measures of many sanctions last, in days counted from the start of each. Never changed. */
@Entity('term_pattern')
@Unique('term_pattern_digest_unique', ['digest'])
export class TermPatternRow {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS', primaryKeyConstraintName: 'term_pattern_pk' })
  id: number;

  /** SHA-256 of the canonical JSON of `terms`. */
  @Column('bytea')
  digest: Buffer;

  @Column('jsonb')
  terms: TermPattern;
}

/** What was known of a sanction from one revision to another, and on which days it holds. Closed once, never changed. */
@Entity('sanction_version')
@Index('sanction_version_revision_index', ['revisionFrom'])
@Index('sanction_version_standing_index', ['standing'], {
  where: "revision_to IS NULL AND standing <> 'standing'",
})
@Check('sanction_version_standing', "standing IN ('standing', 'appealed', 'suspended', 'lifted', 'annulled')")
@Check('sanction_version_revisions', 'revision_from < revision_to')
@Check('sanction_version_lifted_at', "(standing IN ('lifted', 'suspended')) = (lifted_at IS NOT NULL)")
@Check('sanction_version_annulled_is_never_valid', "standing <> 'annulled' OR isempty(valid)")
@Exclusion(
  'sanction_version_known_once',
  "USING gist ((left(encode(sha256(uuid_send(sanction_id)), 'hex'), 32)::uuid) WITH =, int8range(revision_from, revision_to) WITH &&)",
)
export class SanctionVersion {
  @PrimaryColumn('uuid', { name: 'sanction_id', primaryKeyConstraintName: 'sanction_version_pk' })
  @ForeignKey('Sanction', { name: 'sanction_version_sanction' })
  sanctionId: string;

  @PrimaryColumn('bigint', { name: 'revision_from', primaryKeyConstraintName: 'sanction_version_pk' })
  revisionFrom: number;

  /** The first revision that knows better; null of the current version. */
  @Column('bigint', { name: 'revision_to', nullable: true })
  revisionTo: number | null;

  /** From the first to the last day of any measure, cut at a lifting or suspension; empty of an annulled one. */
  @Column('daterange')
  valid: string;

  @Column('text')
  standing: StandingName;

  /** From when on it restricts nothing: lifted, or its effect suspended. */
  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt: Date | null;

  @Column('integer', { name: 'pattern_id' })
  @ForeignKey('TermPatternRow', { name: 'sanction_version_pattern' })
  patternId: number;
}
