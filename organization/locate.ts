/** Where something of the expanded organization was written. */
import type { Source } from './source.js';

/** A text that had a say, and where in it the organization begins. */
export interface Layer {
  source: Source;
  start: readonly string[];
}

/** A path in a text; `start` is the part of it that comes before the organization. */
export interface Written extends Layer {
  path: readonly PropertyKey[];
}

/** Where a path of the expanded organization was written: in the text that reaches deepest into it, the first of equals. */
export function locateInLayers(layers: readonly Layer[], path: readonly PropertyKey[]): Written {
  const [first, ...others] = layers.map((layer) => locate(layer, path));
  if (!first) throw new RangeError('an organization is made of one text at least');
  return others.reduce((best, other) => (missing(other) < missing(best) ? other : best), first);
}

/** The form in which a path of the expanded organization stands in a text: its own, or under `everyAccount` and such. */
export function locate({ source, start }: Layer, path: readonly PropertyKey[]): Written {
  const forms: (readonly PropertyKey[])[] = [path];
  const [group, name, ...inside] = path;
  if (group === 'accounts' && typeof name === 'string')
    forms.push(['accounts', name.replace(/-\d+$/, ''), ...inside], ['everyAccount', ...inside]);
  else if (['id', 'rootId', 'partition', 'homeRegion', 'management'].includes(String(group)))
    forms.push(['organization', ...path]);
  const [own, ...others] = forms.map((form): Written => ({ source, start, path: [...start, ...form] }));
  if (!own) throw new RangeError('a path has one form at least');
  return others.reduce((best, other) => (missing(other) < missing(best) ? other : best), own);
}

/** How many of the path's last parts do not stand in the text. */
function missing({ source, path }: Written): number {
  return path.length - source.depth(path);
}
