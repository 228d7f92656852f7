/** The little XML that S3's answers and bodies need. */

import { escapeXml } from '../../wire/query.js';

/** What stands in an element: text, further elements, or the same element several times. */
type Content = string | number | boolean | { readonly [name: string]: Content | readonly Content[] };

/** An element as text. */
export function element(name: string, content: Content, namespace?: string): string {
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([child, value]) =>
            Array.isArray(value)
              ? (value as readonly Content[]).map((item) => element(child, item)).join('')
              : element(child, value as Content),
          )
          .join('')
      : escapeXml(String(content));
  return `<${name}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${inner}</${name}>`;
}

/** Text of the first element of that name in a document; `undefined` if there is none. */
export function textIn(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1];
}
