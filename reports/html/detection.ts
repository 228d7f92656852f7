/** Under the plots of alarm times: the separate verdicts, the time of each leg, what was exercised, and each use that went wrong. */
import { coverageMap, coverageWords, legWords, slowestLegs } from '../coverage.js';
import { DELIVERY_SENTENCE, deliveryOutcome, deliveryWords } from '../deliveries.js';
import type { AlarmResult, UseResult } from '../monitoring-result.js';
import type { DrillResult } from '../result.js';
import { durationWords, groupDigits, listWords, notConfirmedSentence, plural } from '../sentences.js';
import { html, scroll, word } from './markup.js';
import type { Markup } from './markup.js';

/** Uses that a report lists one by one. */
const MOST_USES = 5;

/** The tables; empty ones are left out. */
export function detection(result: DrillResult): Markup {
  return html`${verdicts(result)}${legs(result)}${delivered(result)}${coverage(result)}${uses(result)}`;
}

function verdicts({ alarms }: DrillResult): Markup {
  const alike = new Map<string, AlarmResult[]>();
  for (const alarm of alarms) {
    const key = [alarm.path, alarm.detection, alarm.notification, alarm.acknowledgement].join(' ');
    alike.set(key, [...(alike.get(key) ?? []), alarm]);
  }
  const rows = [...alike.values()].map((group) => {
    const [
      { path, detection: detected, notification, acknowledgement } = {
        path: '',
        detection: 'inconclusive',
        notification: 'inconclusive',
        acknowledgement: 'inconclusive',
      } as const,
    ] = group;
    const [judged, made] = [
      group.reduce((sum, { uses: count }) => sum + count, 0),
      group.reduce((sum, { made: count }) => sum + count, 0),
    ];
    return html`<tr><th scope="row">${path} in ${listWords(group.map(({ region }) => region))}</th><td>${word(detected)}</td><td>${word(notification)}</td><td>${word(acknowledgement)}</td><td class="number">${judged < made ? `${groupDigits(judged)}, a sample of ${groupDigits(made)}` : groupDigits(judged)}</td></tr>`;
  });
  const sentence = notConfirmedSentence(alarms);
  const confirmed = sentence === undefined ? undefined : html`<p>${sentence}</p>`;
  return html`<h3>Detected, notified, confirmed</h3>${confirmed}${scroll('Verdicts of the alarms', html`<table><thead><tr><th scope="col">path</th><th scope="col">detection</th><th scope="col">notification</th><th scope="col">acknowledgement</th><th scope="col">uses</th></tr></thead><tbody>${rows}</tbody></table>`)}`;
}

function legs({ alarms }: DrillResult): Markup | undefined {
  const rows = slowestLegs(alarms).map(
    ({ path, region, leg }) =>
      html`<tr><th scope="row">${path}</th><td>${legWords(leg)}</td><td class="number">${durationWords(leg.p50)}</td><td class="number">${durationWords(leg.p95)}</td><td class="number">${durationWords(leg.max)}</td><td>${region}</td></tr>`,
  );
  if (rows.length === 0) return undefined;
  return html`<h3>Where the time goes</h3>${scroll('Time of each leg', html`<table><caption>Each leg in the Region where it took longest</caption><thead><tr><th scope="col">path</th><th scope="col">leg</th><th scope="col">p50</th><th scope="col">p95</th><th scope="col">slowest</th><th scope="col">Region</th></tr></thead><tbody>${rows}</tbody></table>`)}`;
}

/** What the target did by itself, where all else on this page about its alarms is evaluated. */
function delivered({ deliveries = [] }: DrillResult): Markup | undefined {
  if (deliveries.length === 0) return undefined;
  const rows = deliveries.map(
    (delivery) =>
      html`<tr><th scope="row">${delivery.place}</th><td>${word(deliveryOutcome(delivery))}</td><td>${deliveryWords(delivery)}</td></tr>`,
  );
  return html`<h3>What the target itself delivered</h3><p>${DELIVERY_SENTENCE}</p>${scroll('What the target itself delivered', html`<table><thead><tr><th scope="col">put into</th><th scope="col">message</th><th scope="col">after</th></tr></thead><tbody>${rows}</tbody></table>`)}`;
}

function coverage({ coverage: all }: DrillResult): Markup | undefined {
  if (all.length === 0) return undefined;
  const { regions, rows } = coverageMap(all);
  const body = rows.map(
    ({ path, kind, uses: counts }) =>
      html`<tr><th scope="row">${path}</th><td>${kind}</td>${counts.map((count) => html`<td class="number${count === 0 ? ' broken-text' : ''}">${coverageWords(count)}</td>`)}</tr>`,
  );
  return html`<h3>What was exercised</h3><p>How often each kind of use was made in each Region where it can be recorded, and waited for. What was not exercised is decided from the configuration alone.</p>${scroll('Coverage of the alarms', html`<table><thead><tr><th scope="col">noticed by</th><th scope="col">use</th>${regions.map((region) => html`<th scope="col">${region}</th>`)}</tr></thead><tbody>${body}</tbody></table>`)}`;
}

function uses({ uses: all }: DrillResult): Markup | undefined {
  const wrong = all.filter(({ events, logs }) => events !== 'in time' || logs !== 'in time');
  if (wrong.length === 0) return undefined;
  const rows = wrong
    .slice(0, MOST_USES)
    .map(
      (use) =>
        html`<tr><th scope="row">${use.kind}${use.succeeded ? '' : ', refused'}<br><span class="soft">${use.account} in ${use.region}</span></th><td>${use.times.called}</td><td>${use.events}</td><td>${use.logs}</td><td>${lastSeen(use)}</td></tr>`,
    );
  const more =
    wrong.length > rows.length
      ? html`<p class="soft">and ${plural(wrong.length - rows.length, 'more use')} in result.json</p>`
      : undefined;
  return html`<h3>Uses that were not reported in time</h3>${scroll('Uses that were not reported in time', html`<table><thead><tr><th scope="col">use</th><th scope="col">made at</th><th scope="col">events</th><th scope="col">logs</th><th scope="col">last seen</th></tr></thead><tbody>${rows}</tbody></table>`)}${more}`;
}

/** The last link that saw it, and how long after the call. */
function lastSeen({ times: { called, ...seen } }: UseResult): string {
  const [last] = Object.entries(seen).sort(([, left], [, right]) => Date.parse(right) - Date.parse(left));
  return last
    ? `${last[0]}, after ${durationWords(Math.max(0, (Date.parse(last[1]) - Date.parse(called)) / 1000))}`
    : 'nowhere';
}
