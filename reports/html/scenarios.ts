/** Scenario cards: what was taken away, what was asked, what was found, and whether everything was put back. */
import { acceptanceWords } from '../exceptions.js';
import type { CheckResult, DrillResult, ScenarioResult } from '../result.js';
import { plural } from '../sentences.js';
import { html, tone, word } from './markup.js';
import type { Markup } from './markup.js';

/** The anchor of a scenario. */
export function scenarioAnchor(id: string): string {
  return `scenario-${id}`;
}

/** Every scenario in the order in which it was played. */
export function scenarios(result: DrillResult): Markup {
  return html`${result.scenarios.map((scenario) => card(scenario, result))}`;
}

function card(scenario: ScenarioResult, result: DrillResult): Markup {
  const anchor = scenarioAnchor(scenario.id);
  const entries = result.timeline.filter((entry) => entry.scenario === scenario.id);
  const [first, last] = [entries[0], entries.at(-1)];
  const journal = first && last ? html` · journal <a href="#timeline">#${first.seq} to #${last.seq}</a>` : undefined;
  const premises = result.premises
    .filter((premise) => premise.scenario === scenario.id)
    .map(
      (premise) =>
        html`<li>${premise.title} <span class="soft">${premise.how}; ${premise.putBack === 'undone' ? 'put back' : 'NOT put back'}</span></li>`,
    );
  const accepted = scenario.checks.filter((check) => check.accepted).length;
  const mark =
    accepted > 0 ? html` <span class="badge accepted">with ${plural(accepted, 'accepted check')}</span>` : undefined;
  return html`<article class="card scenario ${tone(scenario.outcome)}" id="${anchor}"><h3>${word(scenario.outcome)} ${scenario.title}${mark}</h3>
<p class="soft"><a href="#${anchor}">${scenario.id}</a> · ${scenario.source}${journal}</p>
${premises.length > 0 ? html`<p class="label">Taken away (simulated)</p><ul class="plain">${premises}</ul>` : undefined}
<p class="label">Asked and found</p><ul class="checks">${scenario.checks.map((check, index) => checkItem(check, `${anchor}-${index + 1}`))}</ul></article>`;
}

function checkItem(check: CheckResult, id: string): Markup {
  const found = [check.reason ?? check.summary, check.evidence].filter((part) => part !== undefined).join(' · ');
  const accepted = check.accepted?.map(
    (acceptance) => html`<br><b>${acceptanceWords(acceptance)}</b>: ${acceptance.reason}`,
  );
  return html`<li id="${id}">${word(check.outcome, check.accepted !== undefined)} <span>it ${check.title}<br><span class="soft">${found}</span>${accepted}</span></li>`;
}
