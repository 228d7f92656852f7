/** Findings: one card a cause, each with an anchor. */
import { placeWords } from '../where-found.js';
import type { DrillResult, Finding } from '../result.js';
import { groupDigits, plural } from '../sentences.js';
import { html, join } from './markup.js';
import type { Markup } from './markup.js';
import { scenarioAnchor } from './scenarios.js';

/** Accounts that a card names one by one. */
const MOST_ACCOUNTS = 100;

/** The anchor of a finding: its code, and a number from the second of the same code on. */
export function findingAnchor(finding: Finding, { findings }: Pick<DrillResult, 'findings'>): string {
  const same = findings.filter(({ code }) => code === finding.code);
  const index = same.indexOf(finding);
  return `finding-${finding.code}${index > 0 ? `-${index + 1}` : ''}`;
}

/** Every finding: open ones first, the worst first. */
export function findings(result: DrillResult): Markup {
  if (result.findings.length === 0) return html`<p>None.</p>`;
  return html`${result.findings.map((finding) => card(finding, result))}`;
}

function card(finding: Finding, result: DrillResult): Markup {
  const anchor = findingAnchor(finding, result);
  const seen = join(
    finding.scenarios.map((id) => html`<a href="#${scenarioAnchor(id)}">${id}</a>`),
    ', ',
  );
  return html`<article class="card broken" id="${anchor}"><h3>${finding.title} <span class="badge severity">${finding.severity}</span>${finding.accepted ? html` <span class="badge accepted">accepted</span>` : undefined}</h3>
<dl class="facts">${finding.accepted ? html`<dt>Accepted</dt><dd><b>by ${finding.accepted.owner} until ${finding.accepted.until}</b>: ${finding.accepted.reason}</dd>` : undefined}<dt>Code</dt><dd><a class="code" href="#${anchor}">${finding.code}</a></dd>
<dt>Cause</dt><dd>${finding.cause}</dd>${where(finding, result)}
<dt>Do</dt><dd><b>${finding.remedy}</b></dd>
<dt>Evidence</dt><dd>${finding.evidence}, in ${seen}</dd>
${finding.controls.length > 0 ? html`<dt>Asked for by</dt><dd>${finding.controls.join(', ')}</dd>` : undefined}</dl></article>`;
}

function where(finding: Finding, result: DrillResult): Markup | undefined {
  const { accounts } = finding;
  if (accounts.length === 0) return undefined;
  const names = accounts.slice(0, MOST_ACCOUNTS).map(({ name, id }) => html`${name} <span class="soft">${id}</span>`);
  const more = accounts.length - names.length;
  const list = html`${join(names, ', ')}${more > 0 ? html` and ${groupDigits(more)} more` : undefined}`;
  const all =
    accounts.length <= 3
      ? undefined
      : html`<details><summary>${plural(accounts.length, 'account')} by name</summary>${list}</details>`;
  return html`<dt>Where</dt><dd>${all ? html`${placeWords(finding, result)}${all}` : list}</dd>`;
}
