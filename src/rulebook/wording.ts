import type { Parameter, Text } from './rulebook.js';

/** How a fact is named in a sentence. */
export interface FactWording {
  /** A noun; in English with its article. */
  title: Text;
  /** What its numbers count. */
  unit?: Parameter['unit'];
  /** The values are whole clauses (`the person is present`), not words for the value. */
  clauses?: true;
  /** Value → word or clause. What is not here has its word in the catalogue or the regime, or is its own word. */
  values?: Readonly<Record<string, Text>>;
}

/** The words the sentences of the rules are made of. File `wording.json`. */
export interface Wording {
  facts: Readonly<Record<string, FactWording>>;
  /** Operator → the comparison that holds and the one that fails; `{fact}` and `{value}` are filled. */
  operators: Readonly<Record<string, { holds: Text; fails: Text }>>;
  /** Unit → `{number}` with the unit. */
  units: Readonly<Record<string, Text>>;
  outcomes: Readonly<Record<string, Text>>;
  marks: Readonly<Record<string, Text>>;
  /** Code of a refusal → why. */
  rejections: Readonly<Record<string, Text>>;
  notes: Readonly<Record<string, Text>>;
  /** Who acts under a file of rules; `intake` for the files about lists. */
  parties: Readonly<Record<string, Text>>;
  /** Which lists a regime takes. */
  sectors: Readonly<Record<string, Text>>;
}

/** Of rulebooks from before there was a file of words: every name is its own word. */
export const NO_WORDING: Wording = {
  facts: {},
  operators: {},
  units: {},
  outcomes: {},
  marks: {},
  rejections: {},
  notes: {},
  parties: {},
  sectors: {},
};
