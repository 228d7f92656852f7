/** How strong the evidence is, what was only simulated, and what remains. */
import type { DrillResult } from '../result.js';
import { evidenceMix, groupDigits, plural } from '../sentences.js';
import { bar, html, scroll } from './markup.js';
import type { Markup } from './markup.js';

const MEANING: Readonly<Record<string, string>> = {
  observed: 'AWS, or the thing under test, really did it',
  evaluated: 'decided by our evaluator from configuration that was read',
  declared: 'read in the document of the organization',
  attested: 'a named person said so',
  'without an answer': 'never counted as held',
};

/** Residual risks that a report names. */
const MOST_RISKS = 100;

/** Checks by evidence. Premises stand apart: they are no evidence. */
export function evidence(result: DrillResult): Markup {
  const mix = evidenceMix(result);
  const total = mix.reduce((sum, { count }) => sum + count, 0);
  const label = mix.map(({ evidence: kind, count }) => `${count} ${kind}`).join(', ');
  const shares = mix.map(({ evidence: kind, count }) => ({ className: kind.replaceAll(' ', '-'), count }));
  const rows = mix.map(
    ({ evidence: kind, count }) =>
      html`<tr><th scope="row"><i class="key ${kind.replaceAll(' ', '-')}"></i> ${kind}</th><td class="number">${count}</td><td class="number soft">${Math.round((count / total) * 100)} %</td><td>${MEANING[kind] ?? ''}</td></tr>`,
  );
  return html`${bar(shares, `Checks by evidence: ${label}`)}<table><caption>Checks by strength of evidence</caption><tbody>${rows}</tbody></table>${premises(result)}`;
}

function premises({ premises: all }: DrillResult): Markup | undefined {
  if (all.length === 0) return undefined;
  const rows = all.map(
    ({ scenario, title, how, putBack }) =>
      html`<li>${title} <span class="soft">${how}; ${scenario}; ${putBack === 'undone' ? 'put back' : 'NOT put back'}</span></li>`,
  );
  return html`<h3>Premises, simulated and counted nowhere</h3><ul class="plain">${rows}</ul>`;
}

/** What a principal whom no guardrail binds may still do; `undefined` if nothing was found. */
export function residualRisks({ residualRisks: all }: DrillResult): Markup | undefined {
  if (all.length === 0) return undefined;
  const rows = all
    .slice(0, MOST_RISKS)
    .map(
      ({ principal, account, action, resource, meaning }) =>
        html`<tr><th scope="row">${principal}<br><span class="soft">in ${account.name}</span></th><td><code>${action}</code><br><code class="soft">${resource}</code></td><td>${meaning}</td></tr>`,
    );
  const more = all.length - rows.length;
  return html`<p>Computed, not guessed: no guardrail binds the management account. Whether they are acceptable is for somebody to decide.</p>
${scroll('Residual risks', html`<table><thead><tr><th scope="col">who</th><th scope="col">may</th><th scope="col">which means</th></tr></thead><tbody>${rows}</tbody></table>`)}
${more > 0 ? html`<p class="soft">and ${groupDigits(more)} more in result.json</p>` : undefined}`;
}

/** What was left out, could not be answered, or cannot be done on this target. */
export function notTested({ inventory, target, scenarios }: DrillResult): Markup {
  const accounts = inventory.notTested.map(
    ({ name, id, reason }) => html`<li>${name} <span class="soft">${id}</span>: ${reason}</li>`,
  );
  const open = scenarios.flatMap((scenario) =>
    scenario.checks
      .filter(({ outcome }) => outcome !== 'held' && outcome !== 'broken')
      .map(
        ({ title, outcome, reason }) =>
          html`<li>it ${title} <span class="soft">${scenario.id}, ${outcome}${reason === undefined ? '' : `: ${reason}`}</span></li>`,
      ),
  );
  const shown = (name: string): string =>
    target.answers
      ?.filter(({ capability }) => capability === name)
      .map(({ asked, answer }) => `${asked}: ${answer}`)[0] ?? '';
  const cannot = Object.entries(target.capabilities)
    .filter(([, able]) => !able)
    .map(([name]) => html`<li>${name} <span class="soft">${shown(name)}</span></li>`);
  const can = Object.entries(target.capabilities)
    .filter(([, able]) => able)
    .map(([name]) => name);
  return html`${accounts.length > 0 ? html`<h3>${plural(accounts.length, 'account')}</h3><ul>${accounts}</ul>` : html`<p>Every account of the organization was in scope.</p>`}
${open.length > 0 ? html`<h3>${plural(open.length, 'check')} without a verdict</h3><ul>${open}</ul>` : undefined}
${cannot.length > 0 ? html`<h3>What the target cannot do</h3><ul>${cannot}</ul>` : undefined}
<p class="soft">The target "${target.name}" ${can.join(', ') || 'enforces nothing'}.</p>`;
}
