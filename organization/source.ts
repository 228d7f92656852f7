/** YAML texts with positions: every error of a document names file, line and column. */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import { usageError } from '../base/errors.js';
import type { Place } from '../base/errors.js';
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

/** Aliases may repeat a node this often: enough for a role in a thousand accounts, too little for documents that explode. */
const MAX_ALIASES = 1000;

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
  const [wrong] = wrongAliases(document);
  if (wrong)
    throw usageError(
      wrong.message,
      'Write an anchor (&name) before its first alias (*name).',
      at(wrong.alias.range?.[0]),
    );
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (failure) {
    throw usageError(
      failure instanceof Error ? failure.message : String(failure),
      `An alias may repeat its anchor ${MAX_ALIASES} times.`,
      at(0),
    );
  }
  if (!isMembers(content))
    throw usageError('the file is not a YAML mapping', 'It should begin with keys such as "organization:".', at(0));
  return {
    file,
    content,
    depth: (path) => walk(document, path).depth,
    place: (path) => at(walk(document, path).offset),
  };
}

/** Aliases of nothing, or of something that they are themselves a part of. */
function wrongAliases(document: Document): { alias: Alias; message: string }[] {
  const found: { alias: Alias; message: string }[] = [];
  const anchors = new Map<string, Node>();
  visit(document, {
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias: (_, alias, path) => {
      const target = anchors.get(alias.source);
      if (target === undefined) found.push({ alias, message: `the alias *${alias.source} has no anchor before it` });
      else if (path.includes(target))
        found.push({ alias, message: `the alias *${alias.source} stands inside its own anchor` });
    },
  });
  return found;
}

/** Follows a path as far as it goes; the offset is that of the last key (or item) found. */
function walk(document: Document, path: readonly PropertyKey[]): { depth: number; offset: number | undefined } {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const [index, key] of path.entries()) {
    const item = itemOf(document, node, key);
    if (item === undefined) return { depth: index, offset };
    node = isPair(item) ? item.value : item;
    const at = isPair(item) ? item.key : item;
    if (isNode(at) && at.range) offset = at.range[0];
  }
  return { depth: path.length, offset };
}

/** The pair or item of a node under a key: its own, or one that it merges in with `<<`. */
function itemOf(document: Document, holder: unknown, key: PropertyKey): unknown {
  const node = isAlias(holder) ? holder.resolve(document) : holder;
  if (isSeq(node)) return typeof key === 'number' ? node.items[key] : undefined;
  if (!isMap(node)) return undefined;
  const own = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (own) return own;
  const merged = node.items
    .filter((pair) => isScalar(pair.key) && pair.key.source === '<<')
    .flatMap(({ value }) => (isSeq(value) ? value.items : [value]));
  for (const value of merged) {
    const item = itemOf(document, value, key);
    if (item !== undefined) return item;
  }
  return undefined;
}

function sentence(message: string): string {
  if (message.startsWith('Source contains multiple documents')) return 'the file holds more than one YAML document';
  return (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
