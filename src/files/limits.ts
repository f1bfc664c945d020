/** What a reader accepts of one officer file before it refuses the whole of it. */
export interface ReadLimits {
  /** Bytes of the file as uploaded. */
  readonly maxBytes: number;
  readonly maxColumns: number;
  /** Data rows over all sheets. */
  readonly maxRows: number;
  /** Characters of one cell; a spreadsheet holds no more. */
  readonly maxCellLength: number;
  /** Bytes of all parts of an XLSX after inflating. */
  readonly maxInflatedBytes: number;
  /** Inflated to compressed bytes of one part; parts below 1 MiB are not looked at. */
  readonly maxInflationRatio: number;
  /** Distinct texts of an XLSX; they are held in memory, unlike everything else. */
  readonly maxSharedStrings: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 50 * 1024 * 1024,
  maxColumns: 200,
  maxRows: 1_000_000,
  maxCellLength: 32_767,
  maxInflatedBytes: 512 * 1024 * 1024,
  maxInflationRatio: 200,
  maxSharedStrings: 4_000_000,
};
