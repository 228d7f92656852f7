/** HTML from values: everything is escaped unless it was made here. */

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
  if (typeof value === 'string') return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
}
