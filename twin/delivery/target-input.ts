/** What a target is given of an event (EventBridge user guide, "Amazon EventBridge input transformation"). */
import type { TwinTarget } from '../state/monitoring.js';
import type { BusEvent } from './event-buses.js';

interface Transformer {
  InputPathsMap?: Record<string, string>;
  InputTemplate: string;
}

/** The whole event, the constant, the part or the filled template that the target asks for; `undefined` if nothing is left to send. */
export function targetInput(target: TwinTarget, event: BusEvent): string | undefined {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) {
    const part = valueAt(event, target.InputPath);
    return part === undefined ? undefined : JSON.stringify(part);
  }
  const transformer = target['InputTransformer'] as Transformer | undefined;
  return transformer ? fill(transformer, event) : JSON.stringify(event);
}

/** A variable without a value becomes an empty text. */
function fill({ InputPathsMap: paths = {}, InputTemplate: template }: Transformer, event: BusEvent): string {
  return template.replaceAll(/<([\w.-]+)>/g, (whole, name: string) => {
    if (name === 'aws.events.event' || name === 'aws.events.event.json') return JSON.stringify(event);
    const path = Object.hasOwn(paths, name) ? paths[name] : undefined;
    if (path === undefined) return whole;
    const value = valueAt(event, path);
    return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  });
}

/** The value at a path such as `$.detail.userIdentity.arn`. */
function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const name of path.split('.').slice(1)) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined;
  }
  return value;
}
