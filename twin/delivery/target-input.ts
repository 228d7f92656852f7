/** What a target is given of an event (EventBridge user guide, "Amazon EventBridge input transformation"). */
import { isoTime } from '../../base/clock.js';
import type { TwinRule, TwinTarget } from '../state/monitoring.js';
import type { BusEvent } from './event-buses.js';

interface Transformer {
  InputPathsMap?: Readonly<Record<string, string>>;
  InputTemplate: string;
}

/** What is handed to a target: the event, the rule that it matched, and when the bus took it in. */
export interface Matched {
  rule: Pick<TwinRule, 'arn' | 'name'>;
  event: BusEvent;
  ingestedAt: number;
}

/** The guide, "Predefined variables"; API reference, InputTransformer: names of one's own do not begin with AWS. */
const PREDEFINED: ReadonlyMap<string, (matched: Matched) => unknown> = new Map<string, (matched: Matched) => unknown>([
  ['aws.events.rule-arn', ({ rule }) => rule.arn],
  ['aws.events.rule-name', ({ rule }) => rule.name],
  ['aws.events.event.ingestion-time', ({ ingestedAt }) => secondOf(ingestedAt)],
  ['aws.events.event', withoutDetail],
  ['aws.events.event.json', ({ event }) => event],
]);

const PLACEHOLDER = /<([\w.-]+)>/g;
const MOST_VARIABLES = 100;

/** What is wrong with how a target asks for its input; `undefined` if nothing is. Worded as AWS answers PutTargets. */
export function wrongInput({ Id: id, Input, InputPath, InputTransformer }: TwinTarget): string | undefined {
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
    return `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
  if (InputTransformer === undefined) return undefined;
  const { InputPathsMap: paths = {}, InputTemplate: template } = InputTransformer as Transformer;
  const reserved = Object.keys(paths).find((name) => name.toLowerCase().startsWith('aws'));
  if (reserved !== undefined) return `InputPathsMap for target ${id} contains reserved name ${reserved}.`;
  if (Object.keys(paths).length > MOST_VARIABLES)
    return `InputPathsMap for target ${id} has more than ${MOST_VARIABLES} entries.`;
  const unknown = [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .find((name) => !Object.hasOwn(paths, name) && !PREDEFINED.has(name));
  return unknown === undefined ? undefined : `InputTemplate for target ${id} contains invalid placeholder ${unknown}.`;
}

/** The whole event, the constant, the part or the filled template that the target asks for; `undefined` if nothing is left to send. */
export function targetInput(target: TwinTarget, matched: Matched): string | undefined {
  const { event } = matched;
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) {
    const part = valueAt(event, target.InputPath);
    return part === undefined ? undefined : JSON.stringify(part);
  }
  const transformer = target['InputTransformer'] as Transformer | undefined;
  return transformer ? fill(transformer, matched) : JSON.stringify(event);
}

/**
 * A template is JSON, or text in quotes that stay. A variable outside of quotes brings its own; inside it is filled in as it is,
 * structures without quotes in a text. One without a value becomes nothing inside of quotes, and an empty text outside. What a
 * live account answered is in LocalStack's recorded tests; JSON that is none after all is not delivered.
 */
function fill(
  { InputPathsMap: paths = {}, InputTemplate: template }: Transformer,
  matched: Matched,
): string | undefined {
  const isJson = /^\s*[{[]/.test(template);
  const quotes = quotedPlaces(template);
  const filled = template.replaceAll(PLACEHOLDER, (_whole, name: string, position: number) => {
    const path = Object.hasOwn(paths, name) ? paths[name] : undefined;
    const value = path === undefined ? PREDEFINED.get(name)?.(matched) : valueAt(matched.event, path);
    if (quotes[position] !== true) return JSON.stringify(value ?? '');
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
    return isJson ? JSON.stringify(value) : JSON.stringify(value).replaceAll('"', '');
  });
  return isJson && !isJsonText(filled) ? undefined : filled;
}

/** Which places of a template are inside of quotes. */
function quotedPlaces(template: string): boolean[] {
  const places: boolean[] = [];
  let quoted = false;
  for (let position = 0; position < template.length; position++) {
    places.push(quoted);
    const character = template.charAt(position);
    if (character === '"') quoted = !quoted;
    else if (character === '\\' && quoted) {
      places.push(quoted);
      position++;
    }
  }
  return places;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Times of events have no fractions of a second. */
function secondOf(instant: number): string {
  return isoTime(instant).replace(/\.\d{3}/, '');
}

/** `aws.events.event`: the names are those that a live account showed, its time is when the bus took it in. */
function withoutDetail({ event, ingestedAt }: Matched): unknown {
  const { id, account, 'detail-type': detailType, source, region, resources, version } = event;
  return { id, account, detailType, time: secondOf(ingestedAt), source, region, resources, version };
}

/** The value at a path such as `$.detail.userIdentity.arn` or `$.resources[0]`; `*` stands for each element or member. */
function valueAt(event: unknown, path: string): unknown {
  const steps = path
    .replaceAll(/\[(\d+|\*)\]/g, '.$1')
    .split('.')
    .slice(1);
  let values: unknown[] = [event];
  for (const step of steps) values = values.flatMap((value) => inside(value, step));
  return steps.includes('*') && values.length > 0 ? values : values[0];
}

function inside(value: unknown, step: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}
