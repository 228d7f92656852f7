/** From texts to a checked organization, in the one order: document, expansion, overlays, references, checks. Pure. */
import type { z } from 'zod';
import { usageError } from '../base/errors.js';
import type { CodedError } from '../base/errors.js';
import { checkReferences } from './check.js';
import { expand, members, resolveReferences } from './expand.js';
import type { Members } from './merge.js';
import type { Organization } from './model.js';
import { applyOverlay } from './overlay.js';
import { documentFrame, expandedOrganization, seededFault } from './schema.js';
import { parseSource } from './source.js';
import type { Source, SourceText } from './source.js';

/**
 * Loads an organization document with overlays in order. An overlay text is an overlay, or a seeded fault, whose
 * `overlay` is taken. Throws usage errors that name file, line and column.
 */
export function loadOrganization(file: string, text: string, overlays: readonly SourceText[] = []): Organization {
  const document = parseSource({ file, text });
  const frame = documentFrame.safeParse(document.content);
  if (!frame.success) throw schemaError(frame.error.issues, (path) => locate(document, [], path));
  let organization = expand(document.content);
  const layers: Layer[] = [{ source: document, path: [] }];
  for (const overlay of overlays) {
    const source = parseSource(overlay);
    const path = 'expects' in source.content && 'overlay' in source.content ? ['overlay'] : [];
    const content = path.length > 0 ? members(source.content['overlay']) : source.content;
    organization = applyOverlay(organization, content, source, path);
    layers.unshift({ source, path });
  }
  return check(organization, layers, document);
}

/** What a seeded fault says of itself. */
export type SeededFault = Omit<z.infer<typeof seededFault>, 'overlay'>;

/** Reads a file of the gallery of seeded faults. Throws usage errors with file, line and column. */
export function loadSeededFault(file: string, text: string): SeededFault {
  const source = parseSource({ file, text });
  const parsed = seededFault.safeParse(source.content);
  if (!parsed.success) throw schemaError(parsed.error.issues, (path) => locate(source, [], path));
  const { title, direction, expects } = parsed.data;
  return { title, direction, expects };
}

/** A text that had a say, last one first, and where in it the organization begins. */
interface Layer {
  source: Source;
  path: readonly string[];
}

function check(expanded: Members, layers: readonly Layer[], document: Source): Organization {
  const find: Find = (path) => locateInLayers(layers, document, path);
  const { organization, unknown } = resolveReferences(expanded);
  const [dangling] = unknown;
  if (dangling) {
    const { source, path } = find(dangling.path);
    throw usageError(`<${dangling.reference}> names no account`, 'Write <self>, <organization> or the name of an account in angle brackets.', source.place(path));
  }
  const parsed = expandedOrganization.safeParse(organization);
  if (!parsed.success) throw schemaError(parsed.error.issues, find);
  const loaded: Organization = parsed.data;
  const [problem] = checkReferences(loaded);
  if (problem) {
    const { source, path } = find(problem.path);
    throw usageError(problem.message, problem.hint, source.place(path));
  }
  return loaded;
}

type Find = (path: readonly PropertyKey[]) => { source: Source; path: readonly PropertyKey[] };

/** The first problem of a schema, at the place where it stands. */
function schemaError(issues: readonly z.core.$ZodIssue[], find: Find): CodedError {
  const issue = deepest(issues[0]);
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const { source, path } = find([...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])]);
  const where = (issue?.path ?? []).join('.') || 'the document';
  if (unknown !== undefined) return usageError(`unknown key "${unknown}" in ${where}`, 'Check the spelling; docs/organization-document.md lists the keys.', source.place(path));
  return usageError(`${where}: ${issue?.message ?? 'is not valid'}`, 'docs/organization-document.md says what belongs here.', source.place(path));
}

/** Of a union's problems, the one of the branch that came furthest. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const nested = issue.errors.flat().sort((left, right) => right.path.length - left.path.length)[0];
  return nested && nested.path.length > 0 ? deepest({ ...nested, path: [...issue.path, ...nested.path] }) : issue;
}

/** Where a path of the expanded organization was written: in the last text that reaches deepest into it. */
function locateInLayers(layers: readonly Layer[], document: Source, path: readonly PropertyKey[]): { source: Source; path: readonly PropertyKey[] } {
  let best: { source: Source; path: readonly PropertyKey[]; depth: number } | undefined;
  for (const { source, path: start } of layers) {
    const found = locate(source, start, path);
    const depth = source.depth(found.path) - (found.path.length - path.length);
    if (!best || depth > best.depth) best = { ...found, depth };
  }
  return best ?? { source: document, path };
}

/** The forms in which a path of the expanded organization can stand in a text. */
function locate(source: Source, start: readonly string[], path: readonly PropertyKey[]): { source: Source; path: readonly PropertyKey[] } {
  const forms: PropertyKey[][] = [[...path]];
  const [group, name, ...inside] = path;
  if (group === 'accounts' && typeof name === 'string') {
    forms.push(['accounts', name.replace(/-\d+$/, ''), ...inside], ['everyAccount', ...inside]);
  } else if (['id', 'rootId', 'partition', 'homeRegion', 'management'].includes(String(group))) forms.push(['organization', ...path]);
  // A form counts by how much of what follows its own prefix stands in the text.
  const reached = forms.map((form) => ({ form, missing: form.length - (source.depth([...start, ...form]) - start.length) }));
  const best = reached.reduce((left, right) => (right.missing < left.missing ? right : left));
  return { source, path: [...start, ...best.form] };
}
