/** What happened when, in lanes: premises with their duration, checks, alarms, and what was put back. */
import type { DrillResult, TimelineEntry } from '../result.js';
import { durationWords } from '../sentences.js';
import { html, sign, tone } from './markup.js';
import type { Markup } from './markup.js';

const LANES = ['premise', 'check', 'alarm', 'undo'] as const;
const LANE_TITLES: Readonly<Record<(typeof LANES)[number], string>> = {
  premise: 'premises',
  check: 'checks',
  alarm: 'alarms',
  undo: 'put back',
};

/** The lanes, from top to bottom in the order of the journal. A premise is a line for as long as it lasts. */
export function timeline({ timeline: entries, drill }: DrillResult): Markup {
  const lanes = LANES.filter((lane) => entries.some((entry) => entry.lane === lane));
  const rows = entries.map((entry, index) => row(entry, entries[index - 1], lanes, standing(entries, index)));
  return html`<p class="soft">In the order of the journal, UTC on the clock of the target, from ${drill.startedAt.slice(0, 10)} on. A time is written where it changes; #n is the line of journal.jsonl.</p>
<table class="lanes"><thead><tr><th scope="col">time</th>${lanes.map((lane) => html`<th scope="col" class="lane"><span>${LANE_TITLES[lane]}</span></th>`)}<th scope="col">what</th><th scope="col" class="number">line</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function row(
  entry: TimelineEntry,
  before: TimelineEntry | undefined,
  lanes: readonly (typeof LANES)[number][],
  standingPremise: boolean,
): Markup {
  const time = second(entry.at);
  const shown =
    before && second(before.at) === time
      ? html`<span class="unseen">${time}</span>`
      : html`<time datetime="${entry.at}">${time}</time>`;
  const mark = (lane: string): Markup => {
    const line = lane === 'premise' && (standingPremise || entry.lane === 'premise') ? ' standing' : '';
    if (entry.lane !== lane) return html`<td class="lane${line}"></td>`;
    const outcome = entry.outcome ?? (lane === 'premise' ? undefined : 'held');
    return html`<td class="lane${line}"><span class="dot ${outcome ? tone(outcome) : 'none'}">${outcome ? sign(outcome) : '●'}</span></td>`;
  };
  const seconds = entry.until === undefined ? 0 : (Date.parse(entry.until) - Date.parse(entry.at)) / 1000;
  const lasted = seconds === 0 ? '' : ` for ${durationWords(seconds)}`;
  const outcome = entry.outcome ? ` ${entry.outcome}${entry.accepted ? ', accepted' : ''}` : '';
  const open = entry.lane === 'premise' && entry.until === undefined ? ', not put back' : '';
  return html`<tr><td class="time">${shown}</td>${lanes.map(mark)}<td>${entry.what}<span class="soft">${lasted}${open}${outcome}</span></td><td class="number soft">#${entry.seq}</td></tr>`;
}

/** Whether a premise stands at this row: one began before it and ends after it. */
function standing(entries: readonly TimelineEntry[], index: number): boolean {
  const entry = entries[index];
  if (!entry) return false;
  return entries.slice(0, index).some((other, at) => other.lane === 'premise' && !ended(entries, at, index));
}

/** Whether the premise that began at `begun` was put back at or before `index`: the undo of the same name says so. */
function ended(entries: readonly TimelineEntry[], begun: number, index: number): boolean {
  const premise = entries[begun];
  return entries
    .slice(begun + 1, index)
    .some(
      (entry) =>
        entry.lane === 'undo' &&
        entry.scenario === premise?.scenario &&
        entry.what.endsWith(`: ${premise?.what ?? ''}`),
    );
}

function second(time: string): string {
  return time.slice(11, 19);
}
