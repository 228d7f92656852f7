/** `report.html`: one file, no network, no script; for an engineer, a director and an auditor. */
import type { CheckResult, DrillResult, Finding, MatrixCount } from '../result.js';
import { cellFigures, evidenceMix, plural, SIGNS, verdictSentence } from '../words.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { style } from './style.js';

const EXPECTED: Readonly<Record<MatrixCount['kind'], string>> = { 'break-glass': 'must get in', control: 'must be refused', guardrail: 'must yield or bind' };

/** Exceptions listed by name; a report of thousands of accounts stays readable, the rest is in result.json. */
const MOST_EXCEPTIONS = 200;

/** The report as one HTML document. */
export function htmlReport(result: DrillResult): string {
  const sections = [header(result), doFirst(result), figures(result), scenarios(result), matrix(result), findings(result), notTested(result), timeline(result), proof(result)];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${result.drill.outcome.toUpperCase()}: ${result.drill.name}</title><style>${{ markup: style }}</style></head>
<body><main>${sections}</main></body></html>
`;
  return page.markup;
}

function header(result: DrillResult): Markup {
  const { drill } = result;
  const warning = drill.mode === 'EMULATED' ? html`<p class="soft">Played on an emulated organization: evidence of change testing at most, never of a live control.</p>` : undefined;
  return html`<span class="badge stamp">${drill.mode}</span>
<header class="${edge(drill.outcome)}"><p><span class="word">${SIGNS[drill.outcome]} ${drill.outcome}</span> <span class="soft">${drill.name} · drill ${drill.id} · ${drill.startedAt}</span></p>
<h1>${verdictSentence(result)}</h1>${warning}
<p class="soft">Confidential: names the people and gaps of your emergency access.</p></header>`;
}

function doFirst({ findings: found, notUndone }: DrillResult): Markup | undefined {
  if (found.length === 0 && notUndone.length === 0) return undefined;
  const undone = notUndone.map(({ what, finish }) => html`<li><b>Not put back:</b> ${what}. ${finish}</li>`);
  const items = found.slice(0, 5).map((finding, index) => html`<li><a href="#finding-${index + 1}">${finding.code}</a> ${finding.remedy} <span class="soft">${plural(finding.accounts.length, 'account')}</span></li>`);
  return html`<h2>Do first</h2><ol>${undone}${items}</ol>`;
}

function figures(result: DrillResult): Markup {
  const { accounts } = result.inventory;
  const tile = (title: string, held: number, total: number, note: string): Markup =>
    html`<div class="tile ${held === total && total > 0 ? 'held' : 'broken'}"><span class="soft">${title}</span><b>${held} of ${total}</b><span class="soft">${note}</span></div>`;
  const access = cellFigures(result, 'break-glass');
  const refused = cellFigures(result, 'control');
  const guardrails = cellFigures(result, 'guardrail');
  const mix = evidenceMix(result).filter(({ count }) => count > 0);
  return html`<h2>In figures</h2><div class="tiles">
${tile('access', access.held, access.total, 'assumed the role and were able to act')}
${tile('refused', refused.held, refused.total, 'turned away for the right reason')}
${guardrails.total > 0 ? tile('guardrails', guardrails.held, guardrails.total, 'yield to break glass or bind it, as expected; bind others') : undefined}
${tile('accounts', accounts.tested, accounts.active, `tested of active; ${accounts.excluded} excluded, ${accounts.notActive} not active`)}
<div class="tile"><span class="soft">evidence</span><b>${mix.map(({ evidence, count }) => `${count} ${evidence}`).join(', ') || 'none'}</b><span class="soft">checks by strength; ${plural(result.premises.length, 'premise')} simulated and counted nowhere</span></div></div>`;
}

function scenarios(result: DrillResult): Markup {
  const cards = result.scenarios.map((scenario) => {
    const premises = result.premises
      .filter((premise) => premise.scenario === scenario.id)
      .map((premise) => html`<p class="soft">Simulated: ${premise.title} (${premise.how}); ${premise.putBack === 'undone' ? 'put back' : 'NOT put back'}.</p>`);
    return html`<section class="card ${edge(scenario.outcome)}"><h3><span class="word">${SIGNS[scenario.outcome]} ${scenario.outcome}</span> ${scenario.title}</h3>
<p class="soft">${scenario.id} · ${scenario.source}</p>${premises}<table>${scenario.checks.map(checkRow)}</table></section>`;
  });
  return html`<h2>Scenarios</h2>${cards}`;
}

function checkRow(check: CheckResult): Markup {
  return html`<tr class="${edge(check.outcome)}"><td><span class="word">${SIGNS[check.outcome]} ${check.outcome}</span></td><td>it ${check.title}<br><span class="soft">${[check.reason ?? check.summary, check.evidence].filter((part) => part !== undefined).join(' · ')}</span></td></tr>`;
}

function matrix(result: DrillResult): Markup {
  const failedFirst = [...result.matrix.counts].sort((left, right) => right.broken - left.broken || right.inconclusive - left.inconclusive || (left.ou < right.ou ? -1 : left.ou > right.ou ? 1 : 0));
  const row = (count: MatrixCount): Markup =>
    html`<tr class="${count.broken > 0 ? 'broken' : count.inconclusive > 0 ? 'inconclusive' : 'held'}"><td>${count.ou}</td><td>${count.user}</td><td>${EXPECTED[count.kind]}</td><td class="number">${count.held}</td><td class="number">${count.broken}</td><td class="number">${count.inconclusive}</td></tr>`;
  const listed = result.matrix.exceptions.slice(0, MOST_EXCEPTIONS);
  const more = result.matrix.exceptions.length - listed.length;
  const exceptions = listed.map(
    (cell) => html`<tr class="${edge(cell.outcome)}"><td><span class="word">${SIGNS[cell.outcome]} ${cell.outcome}</span></td><td>${cell.account} <span class="soft">${cell.accountId}</span></td><td>${cell.ou}</td><td>${cell.user}</td><td><code>${cell.code}</code></td></tr>`,
  );
  return html`<h2>Users and accounts</h2>
${exceptions.length === 0 ? html`<p>No exception: every cell held.</p>` : html`<div class="scroll"><table><tr><th>outcome</th><th>account</th><th>OU</th><th>who</th><th>answer</th></tr>${exceptions}</table></div>`}
${more > 0 ? html`<p class="soft">and ${more} more in result.json</p>` : undefined}
<details${result.matrix.counts.length <= 12 ? html` open` : undefined}><summary>All cells by OU and user</summary><div class="scroll"><table><tr><th>OU</th><th>who</th><th>expected</th><th class="number">held</th><th class="number">broken</th><th class="number">inconclusive</th></tr>${failedFirst.map(row)}</table></div></details>`;
}

function findings({ findings: found }: DrillResult): Markup {
  if (found.length === 0) return html`<h2>Findings</h2><p>None.</p>`;
  return html`<h2>Findings</h2>${found.map(findingCard)}`;
}

function findingCard(finding: Finding, index: number): Markup {
  const accounts = finding.accounts.slice(0, 50).map(({ name, id }) => `${name} (${id})`).join(', ');
  const more = finding.accounts.length > 50 ? ` and ${finding.accounts.length - 50} more` : '';
  return html`<section class="card broken" id="finding-${index + 1}"><h3><code>${finding.code}</code> ${finding.title} <span class="badge">${finding.severity}</span></h3>
<dl><dt>Cause</dt><dd>${finding.cause}</dd><dt>Where</dt><dd>${accounts}${more}</dd><dt>Do</dt><dd>${finding.remedy}</dd><dt>Evidence</dt><dd>${finding.evidence}, in ${finding.scenarios.join(', ')}</dd><dt>Asked for by</dt><dd>${finding.controls.join(', ') || '–'}</dd></dl></section>`;
}

function notTested({ inventory, target }: DrillResult): Markup {
  const rows = inventory.notTested.map(({ name, id, reason }) => html`<li>${name} <span class="soft">${id}</span>: ${reason}</li>`);
  const can = Object.entries(target.capabilities).map(([name, able]) => html`<li>${able ? '✔' : '✘'} ${name}</li>`);
  return html`<h2>Not tested</h2>${rows.length === 0 ? html`<p>Every account of the organization was in scope.</p>` : html`<ul>${rows}</ul>`}
<details><summary>What the target "${target.name}" can do</summary><ul>${can}</ul></details>`;
}

function timeline({ timeline: entries }: DrillResult): Markup {
  return html`<h2>Timeline</h2><details><summary>${plural(entries.length, 'event')}, UTC on the clock of the target</summary><div class="scroll"><table>${entries.map((entry) => html`<tr><td class="soft">${entry.at}</td><td>${entry.what}</td><td class="number soft">#${entry.seq}</td></tr>`)}</table></div></details>`;
}

function proof({ drill, headHash, inventory }: DrillResult): Markup {
  return html`<h2>Proof</h2><dl><dt>Plan</dt><dd><code>${drill.planSha256}</code></dd><dt>Journal head</dt><dd><code>${headHash}</code></dd><dt>Calls</dt><dd>${inventory.calls}</dd><dt>Seed</dt><dd>${drill.seed}</dd><dt>Tool</dt><dd>${drill.tool.name} ${drill.tool.version}</dd><dt>Check it</dt><dd><code>breakglass-drill verify FOLDER</code></dd></dl>`;
}

function edge(outcome: string): string {
  return outcome.replace('not applicable', 'not');
}
