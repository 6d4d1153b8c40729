// The rows of one run as growing columns of float64: appended to, never copied whole, so that a long run costs no more per frame than a short one.

export class History {
  length = 0;
  private cols: Float64Array[] = [];
  constructor(public names: string[] = []) {}

  /** Takes over rows given row by row (names.length numbers each), of which the first is row `first`; rows from there on are replaced. */
  append(first: number, rows: Float64Array, names: string[] = this.names): void {
    if (names.length !== this.names.length || this.cols.length !== names.length) {
      this.names = names;
      this.cols = names.map(() => new Float64Array(512));
    }
    const c = names.length;
    const n = c ? rows.length / c : 0;
    const to = first + n;
    if (n && to > this.cols[0]!.length) {
      this.cols = this.cols.map((old) => {
        const wider = new Float64Array(Math.max(to, 2 * old.length));
        wider.set(old.subarray(0, Math.min(first, this.length)));
        return wider;
      });
    }
    for (let j = 0; j < c; j++) {
      const col = this.cols[j]!;
      for (let i = 0; i < n; i++) col[first + i] = rows[i * c + j]!;
    }
    this.length = to;
  }

  /** A column's values so far: a view, good until the next append. */
  column(name: string): Float64Array {
    const j = this.names.indexOf(name);
    return j < 0 ? new Float64Array(0) : this.cols[j]!.subarray(0, this.length);
  }

  /** One number; NaN outside. */
  at(row: number, name: string): number {
    const j = this.names.indexOf(name);
    return j < 0 || row < 0 || row >= this.length ? NaN : this.cols[j]![row]!;
  }

  clear(): void {
    this.length = 0;
  }
}
