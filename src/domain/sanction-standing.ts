import { Problem } from './problem.js';

export const STANDINGS = ['standing', 'appealed', 'suspended', 'lifted', 'annulled'] as const;
/**
 * How a sanction stands. `appealed`: an appeal was accepted, it restricts on; `suspended`: besides, its effect is suspended from
 * an instant on, while its terms run on; `lifted`: ended early, at an instant; `annulled`: as if it never was.
 */
export type StandingName = (typeof STANDINGS)[number];

export const STANDING_ACTS = ['appeal', 'suspend', 'resume', 'lift', 'annul'] as const;
/** What can happen to a sanction after its approval. */
export type StandingAct = (typeof STANDING_ACTS)[number];

/**
 * How a sanction stands after an act, by how it stood before. What is not in the table is refused. A sanction that was lifted can
 * still be appealed against, as if it never was is more than lifted; the appeal neither suspends nor resumes anything of it.
 */
export const STANDING_AFTER: Readonly<Record<StandingAct, Partial<Record<StandingName, StandingName>>>> = {
  appeal: { standing: 'appealed', lifted: 'lifted' },
  suspend: { standing: 'suspended', appealed: 'suspended', lifted: 'lifted' },
  resume: {
    standing: 'standing',
    appealed: 'standing',
    suspended: 'standing',
    lifted: 'lifted',
    annulled: 'annulled',
  },
  lift: { standing: 'lifted', appealed: 'lifted', suspended: 'lifted' },
  annul: { standing: 'annulled', appealed: 'annulled', suspended: 'annulled', lifted: 'annulled' },
};

/** Whether an appeal against the sanction waits for a decision. */
export function isAppealed(standing: StandingName): boolean {
  return standing === 'appealed' || standing === 'suspended';
}

/**
 * How a sanction stands after an act.
 *
 * @throws {Problem} `sanction-not-standing`
 */
export function standingAfter(standing: StandingName, act: StandingAct): StandingName {
  const after = STANDING_AFTER[act][standing];
  if (after === undefined) throw new Problem('sanction-not-standing');
  return after;
}
