/** YAML texts with positions: every error of a document names file, line and column. */
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { usageError } from '../base/errors.js';
import type { CodedError, Place } from '../base/errors.js';
import { isMembers } from './merge.js';
import type { Members } from './merge.js';

/** A text and the file it came from. */
export interface SourceText {
  file: string;
  text: string;
}

/** A parsed text. */
export interface Source {
  file: string;
  content: Members;
  /** Number of leading parts of the path that stand in this text. */
  depth(path: readonly PropertyKey[]): number;
  /** Place of the deepest part of the path that stands in this text. */
  place(path: readonly PropertyKey[]): Place;
}

/** Aliases may repeat a node this often: enough for anchors, too little for documents that explode. */
const MAX_ALIASES = 100;

/** Parses a YAML mapping. Throws a usage error for syntax, duplicate keys and anything that is not a mapping. */
export function parseSource({ file, text }: SourceText): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: true });
  const at = (offset: number | undefined): Place => {
    if (offset === undefined) return { file };
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [error] = document.errors;
  if (error) throw usageError(sentence(error.message), 'Mend the YAML at this place.', at(error.pos[0]));
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (failure) {
    throw usageError(failure instanceof Error ? failure.message : String(failure), 'Use fewer aliases.', { file, line: 1 });
  }
  if (!isMembers(content)) throw usageError('the file is not a YAML mapping', 'It should begin with keys such as "organization:".', at(0));
  return {
    file,
    content,
    depth: (path) => walk(document, path).depth,
    place: (path) => at(walk(document, path).offset),
  };
}

/** A usage error at the place of a path. */
export function errorAt(source: Source, path: readonly PropertyKey[], message: string, hint: string): CodedError {
  return usageError(message, hint, source.place(path));
}

/** Follows a path as far as it goes; the offset is that of the last key (or item) found. */
function walk(document: Document, path: readonly PropertyKey[]): { depth: number; offset: number | undefined } {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const [index, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const item: unknown = isMap(node) || Array.isArray((node as { items?: unknown } | null)?.items) ? itemOf(node as { items: unknown[] }, key) : undefined;
    if (item === undefined) return { depth: index, offset };
    node = isPair(item) ? item.value : item;
    const at = isPair(item) ? item.key : item;
    if (isNode(at) && at.range) offset = at.range[0];
  }
  return { depth: path.length, offset };
}

function itemOf(node: { items: unknown[] }, key: PropertyKey): unknown {
  if (typeof key === 'number') return node.items[key];
  return node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key);
}

function sentence(message: string): string {
  return (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
