/** From texts to a checked organization, in the one order: document, expansion, overlays, references, checks. Pure. */
import type { z } from 'zod';
import { usageError } from '../base/errors.js';
import type { CodedError, Place } from '../base/errors.js';
import { checkReferences } from './check.js';
import { checkCounts, expand } from './expand.js';
import { locate, locateInLayers } from './locate.js';
import type { Layer, Written } from './locate.js';
import { members } from './merge.js';
import type { Members } from './merge.js';
import type { Organization } from './model.js';
import { applyOverlay } from './overlay.js';
import { suggestion, validate } from './problems.js';
import type { Problem } from './problems.js';
import { resolveReferences } from './references.js';
import { documentFrame, expandedOrganization, overlayFrame, seededFault } from './schema.js';
import { parseSource } from './source.js';
import type { Source, SourceText } from './source.js';

/**
 * Loads an organization document with overlays in order. An overlay text is an overlay, or a seeded fault, whose
 * `overlay` is taken. Throws usage errors that name file, line and column; up to five problems in one error.
 */
export function loadOrganization(file: string, text: string, overlays: readonly SourceText[] = []): Organization {
  const document = parseSource({ file, text });
  const inDocument: Find = (path) => locate({ source: document, start: [] }, path);
  const framed = validate(documentFrame, document.content).problems ?? checkCounts(document.content);
  refuse(framed, inDocument);
  let organization = expand(document.content);
  const layers: Layer[] = [{ source: document, start: [] }];
  for (const overlay of overlays) {
    const layer = overlayIn(parseSource(overlay));
    const content = layer.start.length > 0 ? layer.source.content['overlay'] : layer.source.content;
    const find: Find = (path) => ({ ...layer, path: [...layer.start, ...path] });
    refuse(validate(overlayFrame, content).problems, find);
    const { result, problems } = applyOverlay(organization, members(content));
    refuse(problems, find);
    organization = result;
    layers.unshift(layer);
  }
  return complete(organization, (path) => locateInLayers(layers, path));
}

/** What a seeded fault says of itself. */
export type SeededFault = Omit<z.infer<typeof seededFault>, 'overlay'>;

/** Reads a file of the gallery of seeded faults. Throws usage errors with file, line and column. */
export function loadSeededFault(file: string, text: string): SeededFault {
  const source = parseSource({ file, text });
  const { title, direction, expects } = valid(seededFault, source.content, [], (path) => ({ source, start: [], path }));
  return { title, direction, expects };
}

/** Where the overlay begins in its text: at the top, or below `overlay` in a seeded fault. */
function overlayIn(source: Source): Layer {
  return { source, start: 'expects' in source.content && 'overlay' in source.content ? ['overlay'] : [] };
}

/** The organization with references resolved and everything checked. */
function complete(expanded: Members, find: Find): Organization {
  const { organization, unknown, known } = resolveReferences(expanded);
  const dangling = unknown.map(({ reference, path }): Problem => ({
    path,
    message: `<${reference}> names no account`,
    hint: suggestion(reference, known),
  }));
  const checked = valid(expandedOrganization, organization, dangling, find);
  refuse(checkReferences(checked), find);
  return checked;
}

/** The value as the schema makes it. Throws a usage error for problems known before and those that the schema finds. */
function valid<T>(schema: z.ZodType<T>, value: unknown, known: readonly Problem[], find: Find): T {
  const { data, problems = [] } = validate(schema, value);
  refuse([...known, ...problems], find);
  if (data === undefined) throw new RangeError('a value without problems is valid');
  return data;
}

type Find = (path: readonly PropertyKey[]) => Written;

function refuse(problems: Iterable<Problem> | undefined, find: Find): void {
  const error = problems && asError(problems, find);
  if (error) throw error;
}

/** As many as fit on a screen; whoever has more mends these first. */
const MOST_REPORTED = 5;
/** What stands in `everyAccount` is wrong once in every account: it is looked for no longer than this. */
const MOST_LOCATED = 200;

/** One error for several problems, the first of each place: one is the message, the others follow its hint. */
function asError(problems: Iterable<Problem>, find: Find): CodedError | undefined {
  const reported = new Map<string, { message: string; hint: string; place: Place }>();
  let located = 0;
  for (const { path, message, hint } of problems) {
    const written = find(path);
    const place = written.source.place(written.path);
    const key = `${place.file}:${place.line ?? 1}:${place.column ?? 1}`;
    if (!reported.has(key))
      reported.set(key, {
        message: typeof message === 'string' ? message : message(written.path.slice(written.start.length)),
        hint,
        place,
      });
    if (reported.size === MOST_REPORTED || ++located === MOST_LOCATED) break;
  }
  const [first, ...others] = reported.entries();
  if (!first) return undefined;
  const lines = [first[1].hint, ...others.map(([place, { message }]) => `${place}: ${message}`)].filter(
    (line) => line !== '',
  );
  return usageError(first[1].message, lines.join('\n  '), first[1].place);
}
