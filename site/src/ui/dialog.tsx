// Sheets over the page: a modal dialog, and the phone's bottom sheet with the figure still in sight above it.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.js';
import { t } from '../words/words.js';

export interface DialogProps { id: string; title: string; open: boolean; onClose(): void; children: ComponentChildren }

export function Dialog({ id, title, open, onClose, children }: DialogProps) {
  const d = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const el = d.current!;
    if (open && !el.open) el.showModal();
    if (!open && el.open) el.close();
  }, [open]);
  return (
    <dialog ref={d} id={id} aria-labelledby={`${id}-h`} onClose={onClose} onClick={(e) => e.target === d.current && d.current?.close()}>
      {open && (
        <div class="dlg">
          <header>
            <h2 id={`${id}-h`}>{title}</h2>
            <button type="button" class="b q ic sp" aria-label={t.shell.close} onClick={() => d.current?.close()}><Icon name="close" /></button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}

export interface SheetProps {
  label: string;
  open: boolean;
  onClose(): void;
  /** Segments at its head, beside Done. */
  head?: ComponentChildren;
  /** Run, stuck to its foot. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/** Not modal: what it changes stays in sight. Escape, Done and a downward swipe on the handle close it. */
export function Sheet({ label, open, onClose, head, foot, children }: SheetProps) {
  const el = useRef<HTMLDivElement>(null);
  const back = useRef<Element | null>(null);
  useEffect(() => {
    document.body.classList.toggle('open', open);
    if (open) {
      back.current = document.activeElement;
      el.current?.focus();
      // The figure is pinned under the bar only once the page has scrolled to it.
      const fig = document.querySelector('.pinned');
      if (fig) scrollTo({ top: Math.max(scrollY, fig.getBoundingClientRect().top + scrollY - 52) });
    } else if (back.current instanceof HTMLElement) back.current.focus();
    return () => document.body.classList.remove('open');
  }, [open]);
  const swipe = useRef(0);
  return (
    <div class="sheet" role="dialog" aria-label={label} aria-hidden={!open} inert={!open} tabIndex={-1} ref={el} onKeyDown={(e) => e.key === 'Escape' && onClose()}>
      <div class="handle" onPointerDown={(e) => (swipe.current = e.clientY)} onPointerUp={(e) => e.clientY - swipe.current > 40 && onClose()}>
        {head}
        <button type="button" class="b q sp" onClick={onClose}>{t.shell.done}</button>
      </div>
      {children}
      {foot}
    </div>
  );
}
