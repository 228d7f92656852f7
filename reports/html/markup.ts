/** HTML from values: everything is escaped unless it was made here. */
import type { Outcome } from '../result.js';
import { SIGNS } from '../sentences.js';

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | undefined | readonly (Markup | undefined)[];

/** A template whose values are escaped; markup and lists of markup are put in as they are. */
export function html(texts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => text + (index < values.length ? render(values[index]) : '')).join('') };
}

function render(value: Part): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escape(value);
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Parts with a separator between them. */
export function join(parts: readonly Markup[], separator: string): Markup {
  return { markup: parts.map((part) => part.markup).join(escape(separator)) };
}

/** Class of an outcome: its colours. */
export function tone(outcome: Outcome): string {
  return outcome === 'held' || outcome === 'broken' ? outcome : outcome === 'not applicable' ? 'none' : 'open';
}

/** The sign of an outcome; the selector after it keeps telephones from drawing a coloured picture instead. */
export function sign(outcome: Outcome): string {
  return `${SIGNS[outcome]}\ufe0e`;
}

/** The outcome as sign and word. What is accepted stays what it is, and says so. */
export function word(outcome: Outcome, accepted = false): Markup {
  return html`<span class="word ${tone(outcome)}">${sign(outcome)} ${outcome}${accepted ? ', accepted' : undefined}</span>`;
}

/** A sign in a box, with its word for those who do not see it. */
export function cell(outcome: Outcome | undefined, title: string, accepted = false): Markup {
  if (outcome === undefined)
    return html`<span class="cell none" title="${title}: not played"><span aria-hidden="true">·</span><span class="unseen">not played</span></span>`;
  const said = `${outcome}${accepted ? ', accepted' : ''}`;
  return html`<span class="cell ${tone(outcome)}${accepted ? ' accepted' : undefined}" title="${title}: ${said}"><span aria-hidden="true">${sign(outcome)}</span><span class="unseen">${said}</span></span>`;
}

/** A horizontal bar of shares, each with its own class; zero shares are left out. `label` says the same in words. */
export function bar(shares: readonly { className: string; count: number }[], label: string): Markup {
  const parts = shares
    .filter(({ count }) => count > 0)
    .map(({ className, count }) => html`<i class="${className}" style="flex-grow:${count}"></i>`);
  return html`<span class="bar" role="img" aria-label="${label}">${parts}</span>`;
}

/** Something that a table may scroll sideways in; it can be reached with the keyboard. */
export function scroll(label: string, content: Markup): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}
