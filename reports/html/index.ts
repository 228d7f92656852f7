/** `report.html`: one file, no network, no script; for an engineer, a director and an auditor. */
import { acceptedFindings, withAccepted } from '../exceptions.js';
import type { DrillResult } from '../result.js';
import { plural } from '../sentences.js';
import { alarms } from './alarms.js';
import { custody } from './custody.js';
import { evidence, notTested, residualRisks } from './evidence.js';
import { findings } from './findings.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { matrix } from './matrix.js';
import { proof } from './proof.js';
import { scenarios } from './scenarios.js';
import { style } from './style.js';
import { overview, verdict } from './summary.js';
import { timeline } from './timeline.js';

interface Section {
  id: string;
  title: string;
  /** A section without content is left out. */
  content: Markup | undefined;
}

/** The report as one HTML document. */
export function htmlReport(result: DrillResult): string {
  const sections = sectionsOf(result).filter(({ content }) => content !== undefined);
  const mark = `Confidential: names the people and gaps of your emergency access · ${result.drill.mode} · drill ${result.drill.id}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${[result.drill.outcome.toUpperCase(), withAccepted(result) ?? []].flat().join(', ')}: ${result.drill.name}</title><style>${{ markup: style(mark) }}</style></head>
<body><main>${verdict(result)}${overview(result)}${contents(sections)}${sections.map(section)}</main>
<footer class="confidential">${mark}</footer></body></html>
`;
  return page.markup;
}

function sectionsOf(result: DrillResult): Section[] {
  return [
    { id: 'findings', title: findingsTitle(result), content: findings(result) },
    { id: 'scenarios', title: 'Scenarios', content: scenarios(result) },
    { id: 'accounts', title: 'Users and accounts', content: matrix(result) },
    { id: 'alarms', title: 'Alarm times', content: alarms(result) },
    { id: 'people', title: 'Who can lock us out', content: custody(result) },
    { id: 'risks', title: plural(result.residualRisks.length, 'residual risk'), content: residualRisks(result) },
    { id: 'evidence', title: 'Evidence', content: evidence(result) },
    { id: 'not-tested', title: 'Not tested', content: notTested(result) },
    { id: 'timeline', title: 'Timeline', content: timeline(result) },
    { id: 'proof', title: 'Proof', content: proof(result) },
  ];
}

function findingsTitle(result: DrillResult): string {
  const [all, accepted] = [result.findings.length, acceptedFindings(result).length];
  if (all === 0) return 'Findings';
  return accepted === 0
    ? plural(all, 'finding')
    : accepted === all
      ? plural(all, 'accepted finding')
      : `${plural(all, 'finding')}, ${accepted} accepted`;
}

function contents(sections: readonly Section[]): Markup {
  return html`<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>`;
}

function section({ id, title, content }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${content}</section>`;
}
