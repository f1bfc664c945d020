import { useNameOf } from '../../../api/catalogue';
import { momentOf } from '../../../language/format';
import { useWords, words } from '../../../language/words';
import type { Timeline } from '../desk/subject-page';

/** What a mark of the timeline is about; each kind has a line of its own. */
export const HAPPENING_KINDS = ['designation', 'lifting', 'directive', 'receipt', 'appeal', 'keeping'] as const;
export type HappeningKind = (typeof HAPPENING_KINDS)[number];

/** Something that happened to a subject at a time. */
export interface Happening {
  key: string;
  kind: HappeningKind;
  /** A day, or an instant with offset. */
  at: string;
  what: string;
}

const WORDS = words({
  zh: {
    designation: (regime: string, ground: string, organ: string) => `${organ}认定:${ground}(${regime})`,
    lifted: (regime: string) => `解除(${regime})`,
    annulled: (regime: string) => `撤销(${regime})`,
    ended: (what: string) => `终止:${what}`,
    receipt: (what: string, counts: string) => `${what}:${counts}`,
    appeal: (no: string, state: string) => `${no} ${state}`,
    kept: (card: string, carrier: string) => `${carrier} 恢复保留${card}`,
    keepingEnded: (card: string, carrier: string) => `${carrier} 终止保留${card}`,
  },
  en: {
    designation: (regime: string, ground: string, organ: string) => `${organ}: ${ground} (${regime})`,
    lifted: (regime: string) => `Lifted (${regime})`,
    annulled: (regime: string) => `Annulled (${regime})`,
    ended: (what: string) => `Ended: ${what}`,
    receipt: (what: string, counts: string) => `${what}: ${counts}`,
    appeal: (no: string, state: string) => `${no} ${state}`,
    kept: (card: string, carrier: string) => `${carrier} restored: ${card}`,
    keepingEnded: (card: string, carrier: string) => `${carrier} keeps no longer: ${card}`,
  },
});

/** All that happened to a subject, oldest first. */
export function useHappenings(timeline: Timeline): Happening[] {
  const said = useWords(WORDS);
  const nameOf = useNameOf();
  const designations = timeline.sanctions.flatMap(({ id, regimeName, groundName, designation, standing, liftedAt }) => {
    const what = said.designation(regimeName, groundName, designation.organ.name);
    const identified = { key: id, kind: 'designation', at: designation.identifiedOn, what } as const;
    if (liftedAt === null) return [identified];
    const end = standing === 'annulled' ? said.annulled(regimeName) : said.lifted(regimeName);
    return [identified, { key: `${id} end`, kind: 'lifting', at: liftedAt, what: end } as const];
  });
  const directives = timeline.directives.flatMap((directive): Happening[] => {
    const { id, action, measure, institution, party, issuedAt, endedAt, lastReceiptAt, receipts } = directive;
    const to = institution?.name ?? nameOf('parties', party);
    const what = `${to}: ${nameOf('directiveActions', action)} · ${nameOf('measures', measure)}`;
    const counts = (
      [
        ['executed', receipts.executed],
        ['refused', receipts.refused],
        ['not_found', receipts.notFound],
      ] as const
    )
      .filter(([, count]) => count > 0)
      .map(([result, count]) => `${nameOf('receiptResults', result)} ${count}`);
    return [
      { key: id, kind: 'directive', at: issuedAt, what },
      ...(endedAt === null
        ? []
        : [{ key: `${id} end`, kind: 'directive' as const, at: endedAt, what: said.ended(what) }]),
      ...(lastReceiptAt === null
        ? []
        : [
            {
              key: `${id} receipt`,
              kind: 'receipt' as const,
              at: lastReceiptAt,
              what: said.receipt(what, counts.join(', ')),
            },
          ]),
    ];
  });
  const appeals = timeline.appeals.map(({ id, receiptNo, state, filedAt }) => {
    return {
      key: id,
      kind: 'appeal',
      at: filedAt,
      what: said.appeal(receiptNo, nameOf('appealStates', state)),
    } as const;
  });
  const keepings = timeline.retainedSims.flatMap(({ id, kind, carrier, restoredAt, endedAt }): Happening[] => {
    const card = nameOf('cardKinds', kind);
    const kept: Happening = { key: id, kind: 'keeping', at: restoredAt, what: said.kept(card, carrier) };
    if (endedAt === null) return [kept];
    return [kept, { key: `${id} end`, kind: 'keeping', at: endedAt, what: said.keepingEnded(card, carrier) }];
  });
  return [...designations, ...directives, ...appeals, ...keepings].toSorted(
    (left, right) => momentOf(left.at) - momentOf(right.at),
  );
}
