/** Session lengths as the service writes them: ISO 8601 durations from one to twelve hours. */
import { AwsError } from '../../wire/aws-error.js';

const [SHORTEST, LONGEST] = [3600, 43_200];

/** Seconds of a duration such as `PT1H30M`. Throws `ValidationException` for a text that is none, or out of bounds. */
export function secondsOf(text: string): number {
  const [, hours, minutes, seconds] = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  if (total >= SHORTEST && total <= LONGEST) return total;
  throw new AwsError('ValidationError', `SessionDuration ${text} is not a duration from PT1H to PT12H.`);
}

/** The duration of a number of seconds. */
export function durationOf(total: number): string {
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
}
