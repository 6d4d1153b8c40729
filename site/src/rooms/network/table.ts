// What the engine read in a file: the twin of core/data's Table.

/** A cell without a usable value: missing, or a text among numbers. */
export interface Problem { line: number; column: string; text: string }

export interface Table {
  /** Usable rows. */
  rows: number;
  cols: number;
  header_found: boolean;
  separator: string;
  names: string[];
  /** From 0. */
  label_column: number;
  task: 'classes' | 'regression';
  classes: { name: string; count: number }[] | null;
  /** Columns of numbers, and one for each level of a category. */
  features: string[];
  ignored: { column: string; why: string }[] | null;
  /** The first hundred. */
  missing: Problem[] | null;
  missing_rows: number;
  /** Those of them that were left out. */
  dropped_rows: number;
  /** The first rows as they stand. */
  head: string[][] | null;
}
