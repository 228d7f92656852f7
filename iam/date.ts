/** Dates of conditions (IAM user guide, "Date condition operators"): ISO 8601 as the W3C profiles it, or seconds since 1970. */
import { undocumented } from './undocumented.js';

const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;

/** Milliseconds since 1970; `undefined` if the text is no date. A time without a zone is read as UTC, never as this machine's. */
export function parseDate(text: string): number | undefined {
  const year = text.length === 4 && undocumented.fourDigitsAreAYear;
  if (/^\d+(\.\d+)?$/.test(text) && !year) return Number(text) * 1000;
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, years, months = '1', days = '1', hours = '0', minutes = '0', seconds = '0', fraction = '0', zone = 'Z'] =
    found;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const midnight = Date.UTC(Number(years), Number(months) - 1, Number(days));
  // The thirtieth of February rolls over to another month: it is no date.
  const rolled = new Date(midnight);
  if (rolled.getUTCFullYear() !== Number(years) || rolled.getUTCMonth() !== Number(months) - 1) return undefined;
  return (
    midnight +
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) + Number(fraction)) * 1000 -
    offsetOf(zone)
  );
}

/** Of `Z` or `+hh:mm`, in milliseconds. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -offset : offset;
}
