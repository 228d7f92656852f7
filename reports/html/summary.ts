/** The first screen: is it held, what to do first, how was it tested. */
import { acceptanceWords, acceptedFindings, exceptionNotes, withAccepted } from '../exceptions.js';
import { figures } from '../figures.js';
import { nextSteps } from '../next-steps.js';
import { placeWords } from '../where-found.js';
import type { DrillResult } from '../result.js';
import {
  evidenceMix,
  groupDigits,
  listWords,
  plural,
  resumedSentence,
  testedSentence,
  verdictSentence,
} from '../sentences.js';
import { findingAnchor } from './findings.js';
import { html, sign, tone, word } from './markup.js';
import type { Markup } from './markup.js';

/** Steps on the first screen; the rest is among the findings. */
const MOST_STEPS = 3;
/** Likewise for what is accepted. */
const MOST_ACCEPTED = 5;

/** The verdict in one sentence, with what it was found on. */
export function verdict(result: DrillResult): Markup {
  const { drill } = result;
  const accepted = withAccepted(result);
  const warning =
    drill.mode === 'EMULATED'
      ? 'Played on an emulated organization: evidence of change testing at most, never of a live control.'
      : undefined;
  const example = drill.example ? 'This was an example. It says nothing about your organization.' : undefined;
  return html`<header class="verdict ${tone(drill.outcome)}">
<p class="line"><strong class="stamp">${sign(drill.outcome)} ${drill.outcome}</strong>${accepted === undefined ? undefined : html` <strong class="stamp accepted">${accepted}</strong>`} <strong class="badge">${drill.mode}</strong> <span>${drill.name}</span> <span class="soft">drill ${drill.id} · ${minute(drill.startedAt)} UTC</span></p>
<h1>${verdictSentence(result)}</h1>
<p>${testedSentence(result)} ${resumedSentence(result)} ${warning} ${example}</p></header>`;
}

/** What to do, how it was tested, and the figures. */
export function overview(result: DrillResult): Markup {
  return html`<div class="overview"><div>${doFirst(result)}${acceptedForNow(result)}${howTested(result)}</div>${tiles(result)}</div>`;
}

/** Who accepted what, why and until when, and exceptions that accept nothing; `undefined` without either. */
function acceptedForNow(result: DrillResult): Markup | undefined {
  const accepted = acceptedFindings(result);
  const notes = exceptionNotes(result).map((note) => html`<li>${note}</li>`);
  if (accepted.length + notes.length === 0) return undefined;
  const items = accepted.slice(0, MOST_ACCEPTED).map(({ finding, accepted: acceptance }) => {
    const place = placeWords(finding, result);
    return html`<li><a class="code" href="#${findingAnchor(finding, result)}">${finding.code}</a>${place === '' ? undefined : ` in ${place}`}, <b>${acceptanceWords(acceptance)}</b><br><span class="soft">${acceptance.reason}</span></li>`;
  });
  const more = accepted.length - items.length;
  return html`<section aria-labelledby="accepted"><h2 id="accepted">Accepted for now</h2><ul>${items}${notes}</ul>${more > 0 ? html`<p class="soft">and ${plural(more, 'more accepted finding')}: see <a href="#findings">below</a></p>` : undefined}</section>`;
}

function doFirst(result: DrillResult): Markup {
  const steps = nextSteps(result);
  const items = steps.slice(0, MOST_STEPS).map((step) => {
    const link = step.finding
      ? html`<a href="#${findingAnchor(step.finding, result)}">${step.finding.code}</a> `
      : undefined;
    return html`<li>${step.do}<br>${link}<span class="soft">${step.about}</span></li>`;
  });
  const more = steps.length - items.length;
  return html`<section aria-labelledby="do-first"><h2 id="do-first">Do first</h2><ol>${items}</ol>${more > 0 ? html`<p class="soft">and ${plural(more, 'more step')}: see <a href="#${result.findings.length > 0 ? 'findings' : 'scenarios'}">below</a></p>` : undefined}</section>`;
}

function howTested(result: DrillResult): Markup {
  const { accounts } = result.inventory;
  const mix = evidenceMix(result).map(({ evidence, count }) => `${groupDigits(count)} ${evidence}`);
  const premises = result.premises.length;
  const notHere = result.scenarios.flatMap(({ checks }) =>
    checks.filter(({ outcome }) => outcome === 'not applicable').map(({ title }) => `it ${title}`),
  );
  return html`<section aria-labelledby="how-tested"><h2 id="how-tested">How it was tested</h2><dl class="facts">
<dt>Accounts</dt><dd>${groupDigits(accounts.tested)} tested of ${groupDigits(accounts.active)} active; ${groupDigits(accounts.excluded)} excluded, ${groupDigits(accounts.notActive)} not active</dd>
<dt>Checks</dt><dd>${mix.length === 0 ? 'none' : listWords(mix)}</dd>
${notHere.length > 0 ? html`<dt>Not applicable</dt><dd>on this target: ${plural(notHere.length, 'check')}, ${listWords(notHere)}</dd>` : undefined}
<dt>Premises</dt><dd>${premises === 0 ? 'none' : `${groupDigits(premises)} simulated, counted nowhere as evidence`}</dd></dl></section>`;
}

function tiles(result: DrillResult): Markup {
  const parts = figures(result).map(
    ({ name, outcome, figure, note, accepted }) =>
      html`<div class="tile ${tone(outcome)}${accepted ? ' accepted' : undefined}"><dt>${name}</dt><dd><b>${sign(outcome)} ${figure}</b> <span class="soft">${note}</span></dd></div>`,
  );
  return html`<section aria-labelledby="figures"><h2 id="figures">In figures</h2>${parts.length === 0 ? html`<p>${word('inconclusive')} Nothing was counted.</p>` : html`<dl class="tiles">${parts}</dl>`}</section>`;
}

/** `2026-08-20 05:14`. */
function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
