/** Takes a space-delimited message apart (CloudWatch Logs user guide, "match terms in space-delimited log events"). */
import type { Field } from './metric-filter-syntax.js';

/** A part of a message, and which field of the pattern it belongs to (its index) under which name. */
export interface DelimitedField {
  field: number;
  name: string | undefined;
  text: string;
}

/**
 * The parts of the message by field; `undefined` if there are too few. Without an ellipsis the last field takes all that is
 * left, as the page shows with `[w1=ERROR, w2]`.
 */
export function delimitedFields(fields: readonly Field[], message: string): DelimitedField[] | undefined {
  const parts = split(message);
  const rest = fields.indexOf('rest');
  const named = rest < 0 ? fields.length : fields.length - 1;
  if (parts.length < named) return undefined;
  const surplus = parts.length - named;
  const result: DelimitedField[] = [];
  let next = 0;
  for (const [index, field] of fields.entries()) {
    const last = rest < 0 && index === fields.length - 1;
    const count = field === 'rest' ? surplus : last ? surplus + 1 : 1;
    const name = field === 'rest' ? undefined : field.name;
    const taken = parts.slice(next, next + count);
    if (field === 'rest') for (const { text } of taken) result.push({ field: index, name, text });
    else if (taken.length === 1) result.push({ field: index, name, text: taken[0]?.text ?? '' });
    else result.push({ field: index, name, text: message.slice(taken[0]?.start ?? 0, taken.at(-1)?.end) });
    next += count;
  }
  return result;
}

interface Part {
  text: string;
  start: number;
  end: number;
}

/** Splits at white space. What stands between brackets or double quotes is one part, without them. */
function split(message: string): Part[] {
  const parts: Part[] = [];
  const neverClosed = new Set<string>();
  for (let position = 0; position < message.length;) {
    if (/\s/.test(message.charAt(position))) {
      position++;
      continue;
    }
    const closing = { '[': ']', '"': '"' }[message.charAt(position)];
    const close = closing === undefined || neverClosed.has(closing) ? -1 : message.indexOf(closing, position + 1);
    if (closing !== undefined && close < 0) neverClosed.add(closing);
    const start = position;
    if (close >= 0) position = close + 1;
    else while (position < message.length && !/\s/.test(message.charAt(position))) position++;
    parts.push({
      text: close < 0 ? message.slice(start, position) : message.slice(start + 1, close),
      start,
      end: position,
    });
  }
  return parts;
}
