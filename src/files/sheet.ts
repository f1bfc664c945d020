/** A line of a sheet that has at least one cell with text. */
export interface SheetLine {
  /** 1-based, as the spreadsheet program numbers it. */
  readonly line: number;
  /** Texts of the cells; cells to the right of the last one filled are absent. */
  readonly cells: string[];
}

/** A sheet as it lies in the file: title rows, header row and data rows are not told apart yet. */
export interface Sheet {
  /** Empty for a CSV. */
  readonly name: string;
  /** Non-empty lines in order, in batches; to be read once, to its end or not at all. */
  readonly batches: AsyncIterable<SheetLine[]>;
}

/** Number of the last line a spreadsheet has; anything further is no line. */
export const LAST_LINE = 1_048_576;

/** Lines handed over at a time: enough that the hand-over costs nothing, few enough that memory stays flat. */
export const BATCH_LINES = 500;

/** `A`, `Z`, `AA` … of a 0-based column. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
