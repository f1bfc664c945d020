import { anchorsOf } from './anchors.js';
import { groupsOfChain } from './group-reading.js';
import type { ChainRecord } from './group-record.js';
import type { Query } from './log-database.js';
import type { ChainStretch, LogSource } from './log-verification.js';

const CHAINS_AT_ONCE = 500;

/** Every chain in the order of ids, which is about that of opening. */
export async function* chainsOf(query: Query): AsyncGenerator<ChainRecord> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const chains = await query<ChainRecord>(
      `SELECT id, node, opened_at AS "openedAt", seq, hash FROM decision_chain WHERE id > $1 ORDER BY id LIMIT $2`,
      [after, CHAINS_AT_ONCE],
    );
    yield* chains;
    const last = chains.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** The log in the database. @param query sees one state of it throughout, or writers make it look cut */
export function storedLog(query: Query): LogSource {
  return {
    isWhole: true,
    anchors: () => anchorsOf(query),
    chains: () => wholeChains(query),
    groups: (chain) => groupsOfChain(query, chain),
    strangers: async () => {
      const rows = await query<{ chain: string }>(
        `SELECT DISTINCT chain FROM decision_group
         WHERE NOT EXISTS (SELECT FROM decision_chain WHERE id = decision_group.chain) ORDER BY chain`,
      );
      return rows.map(({ chain }) => chain);
    },
  };
}

async function* wholeChains(query: Query): AsyncGenerator<ChainStretch> {
  for await (const { id, node, openedAt, seq, hash } of chainsOf(query))
    yield { id, node, openedAt, start: undefined, head: { seq, hash } };
}
