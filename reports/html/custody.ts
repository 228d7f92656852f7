/** Who can lock us out: who can fetch which factor, the smallest sets whose loss leaves nobody, and what each loss leaves. */
import { custodyOutcome, fatalLosses } from '../figures.js';
import type { CustodyResult, DrillResult } from '../result.js';
import { listWords, plural } from '../sentences.js';
import { cell, html, join, scroll, word } from './markup.js';
import type { Markup } from './markup.js';

/** Losses that a table lists; those that leave every user are only counted. */
const MOST_LOSSES = 80;

const KINDS: Readonly<Record<CustodyResult['losses'][number]['kind'], string>> = {
  person: 'person',
  team: 'team',
  manager: 'everybody under',
  site: 'site',
};

/** The section; `undefined` if no scenario asked about people. */
export function custody({ custody: told }: DrillResult): Markup | undefined {
  if (!told) return undefined;
  return html`<p>${word(custodyOutcome(told))} ${fatalSentence(told)}${lockouts(told)} <span class="soft">Declared in the organization document. The drill file asks that ${plural(told.withstand, 'loss', 'losses')} at once ${told.withstand === 1 ? 'leaves' : 'leave'} a way in.</span></p>
${holders(told)}${losses(told)}${people(told)}`;
}

function fatalSentence(told: CustodyResult): Markup | undefined {
  const fatal = fatalLosses(told);
  return fatal.length === 0
    ? undefined
    : html`<b>Nobody gets in without ${listWords(fatal.map(({ kind, name }) => `${KINDS[kind]} ${name}`))}.</b> `;
}

function lockouts({ smallestLockouts: sets, searchedUpTo }: CustodyResult): Markup {
  const [first] = sets;
  if (!first)
    return html`No loss of up to ${plural(searchedUpTo, 'person', 'people')} locks everybody out; larger ones were not searched.`;
  if (first.length === 0) return html`Nobody gets in even now: no user has both factors with two different people.`;
  const chips = join(
    sets.map((set) => html`<span class="chip">${listWords(set)}</span>`),
    ' ',
  );
  return html`The smallest loss of people that locks everybody out is ${first.length === 1 ? 'one person' : plural(first.length, 'person', 'people')}${sets.length > 1 ? html`, any of ${plural(sets.length, 'set')}` : undefined}: ${chips}`;
}

function holders({ users }: CustodyResult): Markup {
  const names = (held: readonly string[], others: readonly string[]): Markup =>
    held.length === 0
      ? html`<span class="soft">nobody</span>`
      : join(
          held.map((name) =>
            others.includes(name) ? html`<b class="broken-text">${name} ✘&#xfe0e; holds both</b>` : html`${name}`,
          ),
          ', ',
        );
  const rows = users.map(
    ({ name, password, accessKey, mfa }) =>
      html`<tr><th scope="row">${name}</th><td>${names(password, mfa)}</td><td>${names(accessKey, mfa)}</td><td>${names(mfa, [...password, ...accessKey])}</td></tr>`,
  );
  return scroll(
    'Who can fetch which factor',
    html`<table><caption>Who can fetch which factor: each of those named, alone</caption><thead><tr><th scope="col">user</th><th scope="col">password</th><th scope="col">access key</th><th scope="col">MFA device</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function losses({ losses: all, users }: CustodyResult): Markup {
  const harmful = all
    .filter(({ left }) => left.length < users.length)
    .sort((one, other) => one.left.length - other.left.length);
  const harmless = all.length - harmful.length;
  const rows = harmful
    .slice(0, MOST_LOSSES)
    .map(
      ({ kind, name, left }) =>
        html`<tr><th scope="row"><span class="soft">${KINDS[kind]}</span> ${name}</th>${users.map((user) => html`<td class="mark">${reach(left.includes(user.name), left.length === 0, user.name)}</td>`)}<td>${left.length === 0 ? html`<b class="broken-text">nobody</b>` : plural(left.length, 'user')}</td></tr>`,
    );
  const more = harmful.length - rows.length;
  const rest = [
    ...(more > 0 ? [`${plural(more, 'more loss', 'more losses')} in result.json`] : []),
    ...(harmless > 0 ? [`${plural(harmless, 'loss leaves', 'losses leave')} every user`] : []),
  ].join('; ');
  const table = html`<table class="matrix"><caption>What each single loss leaves</caption><thead><tr><th scope="col">without</th>${users.map(({ name }) => html`<th scope="col" class="mark"><span>${name}</span></th>`)}<th scope="col">left</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`${rows.length > 0 ? scroll('What each single loss leaves', table) : undefined}${rest === '' ? undefined : html`<p class="soft">${rest}</p>`}`;
}

/** A user out of reach is what a loss means; only a loss that leaves nobody is broken. */
function reach(left: boolean, fatal: boolean, user: string): Markup {
  if (fatal) return cell('broken', user);
  return left
    ? cell('held', user)
    : html`<span class="cell open" title="${user}: out of reach"><span aria-hidden="true">–</span><span class="unseen">out of reach</span></span>`;
}

function people({ people: all }: CustodyResult): Markup {
  const rows = all.map(
    ({ name, team, site }) => html`<tr><th scope="row">${name}</th><td>${team}</td><td>${site}</td></tr>`,
  );
  const table = html`<table><thead><tr><th scope="col">custodian</th><th scope="col">team</th><th scope="col">site</th></tr></thead><tbody>${rows}</tbody></table>`;
  return html`<details><summary>${plural(all.length, 'custodian')}, their teams and sites</summary>${scroll('Custodians', table)}</details>`;
}
