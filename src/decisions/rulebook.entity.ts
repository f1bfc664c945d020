import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A rulebook that was once in force, as it was read from `rules/`. Append-only: every decision names one. */
@Entity('rulebook')
export class RulebookRecord {
  /** `sha256:<hex>` */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'rulebook_pk' })
  hash: string;

  /** Path below `rules/` → parsed JSON. */
  @Column('jsonb')
  files: Record<string, unknown>;

  @Column('timestamptz', { name: 'first_loaded_at', default: () => 'now()' })
  firstLoadedAt: Date;
}
