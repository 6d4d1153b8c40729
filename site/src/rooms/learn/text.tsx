// A text of the course as elements: only what the build has put into the tree, never markup from anywhere else.
import { createElement, type VNode } from 'preact';
import type { Node } from '../../course.js';
import { Aside } from '../../ui/math.js';
import { t } from '../../words/words.js';

export const Text = ({ nodes }: { nodes: Node[] }) => <>{nodes.map(element)}</>;

function element(n: Node, key: number): VNode | string {
  if (typeof n === 'string') return n;
  const [tag, attrs, ...kids] = n;
  const inner = kids.map((k, i) => element(k, i));
  if (tag === 'div') return <Aside key={key} class={attrs?.class ?? ''} label={t.learn.formula}>{inner}</Aside>;
  if (tag === 'table') return <Aside key={key} class="texttable" label={t.learn.table}><table class="t">{inner}</table></Aside>;
  if (tag === 'th' && kids.length === 0) return <td key={key} />; // the corner over the rows' names
  if (tag === 'a') return <a key={key} href={attrs!.href} {...(attrs!.href!.startsWith('#') ? {} : { rel: 'noreferrer', target: '_blank' })}>{inner}</a>;
  return createElement(tag, { ...attrs, key }, ...inner);
}
