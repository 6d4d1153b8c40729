// The numbers and letters at the axes: text of the page, placed by Go's projection.

export interface Label { text: string; kind: 'x' | 'y' | 'z' | 'name'; x: number; y: number }

/** Keeps one span per label and moves them. */
export class Labels {
  readonly element = document.createElement('div');
  private readonly spans: HTMLSpanElement[] = [];
  private shown: Label[] = [];

  constructor() {
    this.element.className = 'view3d-labels';
    this.element.setAttribute('aria-hidden', 'true');
  }

  set(labels: Label[]): void {
    labels.forEach((l, i) => {
      let s = this.spans[i];
      if (!s) {
        s = document.createElement('span');
        this.spans.push(s);
        this.element.append(s);
      }
      if (s.textContent !== l.text) s.textContent = l.text;
      s.className = l.kind === 'name' ? 'name' : '';
      s.hidden = false;
      s.style.transform = `translate(${l.x.toFixed(1)}px, ${l.y.toFixed(1)}px) translate(-50%, -50%)`;
    });
    for (const s of this.spans.slice(labels.length)) s.hidden = true;
    this.shown = labels;
  }

  /** Writes the same labels on a picture with k pixels per css pixel. */
  paint(c: CanvasRenderingContext2D, k: number): void {
    this.shown.forEach((l, i) => {
      const style = getComputedStyle(this.spans[i]!);
      c.font = `${style.fontStyle} ${style.fontWeight} ${parseFloat(style.fontSize) * k}px ${style.fontFamily}`;
      c.fillStyle = style.color;
      c.textAlign = 'center';
      c.textBaseline = 'middle';
      c.fillText(l.text, l.x * k, l.y * k);
    });
  }
}
