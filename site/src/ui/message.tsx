// What went wrong or changed, in a sentence with the way out; the running experiment goes on behind it.
import type { ComponentChildren } from 'preact';
import { dismiss, messages, spoken } from '../store.js';
import { Copy } from './copy.js';
import { Icon } from './icon.js';
import { t } from '../words/words.js';

export interface MsgProps {
  kind?: 'bad' | 'note';
  title?: string;
  children?: ComponentChildren;
  actions?: { label: string; run(): void; primary?: boolean }[];
  /** Copied by a button. */
  report?: string;
  onDismiss?(): void;
  /** Said aloud when it appears; on by default for kind bad. */
  alert?: boolean;
}

/** A message in place. */
export function Message({ kind = 'note', title, children, actions, report, onDismiss, alert = kind === 'bad' }: MsgProps) {
  return (
    <div class={`msg ${kind}`} role={alert ? 'alert' : undefined}>
      {title && <b class="mh">{title}</b>}
      {children && <p>{children}</p>}
      {(report || (actions && actions.length > 0)) && (
        <div class="row">
          {actions?.map((a) => <button type="button" key={a.label} class={a.primary ? 'b p' : 'b'} onClick={a.run}>{a.label}</button>)}
          {report && <Copy text={report} label={t.faults.report} />}
        </div>
      )}
      {onDismiss && <button type="button" class="b q ic x" aria-label={t.shell.dismiss} onClick={onDismiss}><Icon name="close" /></button>}
    </div>
  );
}

/** The page's messages, over its foot. */
export function Messages() {
  return (
    <div class="msgs" role="region" aria-label={t.shell.messages}>
      {messages.value.map((m) => (
        <Message key={m.id} kind={m.kind} title={m.title} alert report={m.report} onDismiss={() => dismiss(m.id)}
          actions={m.actions?.map((a) => ({ label: a.label, run: () => { dismiss(m.id); a.run(); } }))}>{m.text}</Message>
      ))}
    </div>
  );
}

export const Spoken = () => <p class="vh" aria-live="polite" role="status">{spoken.value}</p>;
