/** Alarm times against their service level as a dot plot: every point, p50, p95 and slowest, and what never came. */
import { inTime } from '../figures.js';
import type { AlarmResult } from '../monitoring-result.js';
import type { DrillResult } from '../result.js';
import { durationWords, groupDigits, plural } from '../sentences.js';
import { detection } from './detection.js';
import { html, word } from './markup.js';
import type { Markup } from './markup.js';

const TITLES: Readonly<Record<AlarmResult['path'], string>> = {
  events: 'By event: EventBridge rule, topic, queue',
  logs: 'By log: trail, metric filter, alarm, topic, queue',
};

/** Steps of the axis in seconds; the first that gives at most five ticks is taken. */
const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Regions of a path that are drawn at most: sound ones, and such with something wrong. */
const MOST_SOUND = 2;
const MOST_WRONG = 4;

/** Pixels from the top: the words of the service level, then the dots, then the marks of p50, p95 and slowest. */
const WORDS = 10;
const DOTS = { top: 22, rows: 3, gap: 8 };
const MARKS = 52;
const HEIGHT = 62;

/** The plots, one for each path with one axis; `undefined` if no alarm was waited for. */
export function alarms(result: DrillResult): Markup | undefined {
  const { alarms: all } = result;
  if (all.length === 0) return undefined;
  const paths = (['events', 'logs'] as const)
    .map((path) => plotted(all.filter((alarm) => alarm.path === path)))
    .filter((rows) => rows.length > 0);
  return html`<p>Seconds from a use of break glass to its message at the receipt queue. Each dot is one message; the line below spans p50 to slowest, its thick part p50 to p95.</p>${paths.map(plot)}${detection(result)}`;
}

/** Regions of a path that are drawn: those where something is wrong, and else the two that were used most; all of them are in the table below. */
function plotted(rows: readonly AlarmResult[]): AlarmResult[] {
  const most = [...rows].sort((left, right) => right.uses - left.uses).slice(0, MOST_SOUND);
  const wrong = rows.filter(({ outcome }) => outcome !== 'held').slice(0, MOST_WRONG);
  return rows.filter((row) => most.includes(row) || wrong.includes(row));
}

function plot(rows: readonly AlarmResult[]): Markup {
  const [first] = rows;
  if (!first) return html``;
  const end = Math.max(
    ...rows.map(({ slaSeconds }) => slaSeconds * 1.15),
    ...rows.map(({ points, seconds }) => Math.max(0, seconds?.max ?? 0, ...points) * 1.05),
  );
  const step = STEPS.find((candidate) => end / candidate <= 5) ?? end;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  const axis = html`<svg class="axis" width="100%" height="18" aria-hidden="true">${ticks.map((tick) => html`<text x="${at(tick, end)}" y="13" text-anchor="${tick === 0 ? 'start' : 'middle'}">${tick === 0 ? '0' : durationWords(tick)}</text>`)}</svg>`;
  return html`<h3>${TITLES[first.path]}</h3><div class="plots">${rows.map((alarm) => figure(alarm, end, ticks))}${axis}</div>`;
}

function figure(alarm: AlarmResult, end: number, ticks: readonly number[]): Markup {
  const { seconds } = alarm;
  const times = seconds
    ? `p50 ${durationWords(seconds.p50)} · p95 ${durationWords(seconds.p95)} · slowest ${durationWords(seconds.max)}`
    : 'nothing was delivered';
  const told = `${groupDigits(inTime(alarm))} of ${plural(alarm.uses, 'use')} told in time`;
  const late = alarm.late > 0 ? `${groupDigits(alarm.late)} late` : undefined;
  const missing =
    alarm.missing > 0
      ? `${groupDigits(alarm.missing)} missing${alarm.lostAt === undefined ? '' : `, lost at: ${alarm.lostAt}`}`
      : undefined;
  const label = [
    `${alarm.path} in ${alarm.region}: ${told}`,
    late,
    missing,
    times,
    `service level ${durationWords(alarm.slaSeconds)}`,
  ]
    .filter((part) => part !== undefined)
    .join('; ');
  return html`<figure class="plot" id="alarm-${alarm.path}-${alarm.region}"><figcaption>${word(alarm.outcome)} <b>${alarm.region}</b> <span>${told}</span>${late === undefined ? undefined : html` <b class="broken-text">◆ ${late}</b>`}${missing === undefined ? undefined : html` <b class="broken-text">✘&#xfe0e; ${missing}</b>`} <span class="soft">${times}</span></figcaption>
<svg width="100%" height="${HEIGHT}" role="img" aria-label="${label}">${ticks.map((tick) => html`<line class="grid" x1="${at(tick, end)}" x2="${at(tick, end)}" y1="0" y2="${HEIGHT}"/>`)}
${range(alarm, end)}${alarm.points.map((point, index) => dot(point, index, alarm.slaSeconds, end))}
<line class="sla" x1="${at(alarm.slaSeconds, end)}" x2="${at(alarm.slaSeconds, end)}" y1="0" y2="${HEIGHT}"/><text class="sla-text" x="${at(alarm.slaSeconds, end)}" dx="-5" y="${WORDS}" text-anchor="end">within ${durationWords(alarm.slaSeconds)}</text>
${alarm.missing > 0 ? html`<text class="missing" x="100%" y="${MARKS + 5}" text-anchor="end">✘&#xfe0e; ${groupDigits(alarm.missing)}</text>` : undefined}</svg></figure>`;
}

/** Dots of neighbouring values lie on different heights, always the same ones. A late dot has another shape. */
function dot(point: number, index: number, sla: number, end: number): Markup {
  const y = DOTS.top + (index % DOTS.rows) * DOTS.gap;
  if (point <= sla) return html`<circle cx="${at(point, end)}" cy="${y}" r="3"/>`;
  return html`<text class="late" x="${at(point, end)}" y="${y + 4}" text-anchor="middle">◆</text>`;
}

function range({ seconds }: AlarmResult, end: number): Markup | undefined {
  if (!seconds) return undefined;
  const line = (className: string, from: number, to: number): Markup =>
    html`<line class="${className}" x1="${at(from, end)}" x2="${at(to, end)}" y1="${MARKS}" y2="${MARKS}"/>`;
  const tick = (value: number): Markup =>
    html`<line class="span" x1="${at(value, end)}" x2="${at(value, end)}" y1="${MARKS - 6}" y2="${MARKS + 6}"/>`;
  return html`${line('span', seconds.p50, seconds.max)}${line('span thick', seconds.p50, seconds.p95)}${[seconds.p50, seconds.p95, seconds.max].map(tick)}`;
}

/** Place on the axis; two decimals are finer than a pixel. */
function at(seconds: number, end: number): string {
  return `${Number(((seconds / end) * 100).toFixed(2))}%`;
}
