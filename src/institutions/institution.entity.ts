import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { OrganLevel } from '../domain/designation.js';
import type { InstitutionKind } from './principal.js';

/** A police organ, bank, payment institution, carrier, internet provider or regulator. */
@Entity('institution')
@Unique('institution_code_unique', ['code'])
@Check(
  'institution_kind',
  `kind IN ('police_organ', 'bank', 'payment_institution', 'basic_carrier', 'mvno', 'internet_provider', 'regulator')`,
)
@Check('institution_level', `level IN ('county', 'city', 'province', 'ministry')`)
@Check('institution_region', `region ~ '^[0-9]{6}$'`)
@Check('institution_police_has_level', `(kind = 'police_organ') = (level IS NOT NULL)`)
export class Institution {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'institution_pk' })
  id: string;

  @Column({ type: 'text' })
  code: string;

  @Column({ type: 'text' })
  kind: InstitutionKind;

  /** Only a police organ has a level. */
  @Column({ type: 'text', nullable: true })
  level: OrganLevel | null;

  /** GB/T 2260 code, six digits. */
  @Column({ type: 'text' })
  region: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;
}
