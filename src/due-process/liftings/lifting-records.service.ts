import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { actorOf, type OfficerPrincipal } from '../../institutions/principal.js';
import { Audit } from '../../platform/audit.js';
import { Clock } from '../../platform/clock.js';
import { Pii } from '../../platform/pii.js';
import { Lifting } from './lifting.entity.js';

/** An early end of a sanction as it is proposed. */
export interface Proposal {
  sanctionId: string;
  ground: string;
  documentNo: string;
  /** Not in the future; undefined: from the approval on. */
  effectiveAt: Date | undefined;
}

const GROUND = 'lifting.ground';
const REMARK = 'lifting.remark';

/** How a step in the life of a lifting is written down: the lifting and the audit trail, together. */
@Injectable()
export class LiftingRecords {
  constructor(
    private readonly pii: Pii,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A new lifting, not yet written. */
  proposed({ sanctionId, ground, documentNo, effectiveAt }: Proposal, officer: OfficerPrincipal): Lifting {
    return Object.assign(new Lifting(), {
      id: uuidv7(),
      sanctionId,
      state: 'proposed',
      groundEnc: this.pii.encrypt(ground, GROUND),
      documentNo,
      effectiveAt: effectiveAt ?? null,
      proposedBy: officer.id,
      proposedAt: this.clock.now(),
      decidedBy: null,
      decidedAt: null,
      remarkEnc: null,
      revision: null,
    } as const);
  }

  /** Writes a decision; the last statement of its transaction. */
  async decide(tx: EntityManager, lifting: Lifting, officer: OfficerPrincipal, remark: string): Promise<Lifting> {
    const { id, state, revision } = lifting;
    lifting.decidedBy = officer.id;
    lifting.decidedAt = this.clock.now();
    lifting.remarkEnc = this.pii.encrypt(remark, REMARK);
    const { decidedBy, decidedAt, remarkEnc } = lifting;
    await tx.update(Lifting, { id }, { state, revision, decidedBy, decidedAt, remarkEnc });
    await this.append(tx, lifting, officer);
    return lifting;
  }

  /** The audit trail learns of a step; the last statement of its transaction. */
  async append(tx: EntityManager, lifting: Lifting, officer: OfficerPrincipal): Promise<void> {
    const { id, state, sanctionId, revision } = lifting;
    await this.audit.append(tx, {
      actor: actorOf(officer),
      what: `lifting.${state}`,
      object: `lifting:${id}`,
      detail: { sanction: sanctionId, revision },
    });
  }

  /** Why the sanction shall end. */
  groundOf({ groundEnc }: Lifting): string {
    return this.pii.decryptText(groundEnc, GROUND);
  }

  /** What the second officer said. */
  remarkOf({ remarkEnc }: Lifting): string | null {
    return remarkEnc === null ? null : this.pii.decryptText(remarkEnc, REMARK);
  }
}
