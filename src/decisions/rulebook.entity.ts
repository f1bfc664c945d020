import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A rulebook that was once handed in, as it was read: the law alone. Append-only: every decision names one. */
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
