/** The page about scenarios of a user's own: its table of words is made of the questions, and of the scenarios that ship. */
import type { PlannedCheck } from '../harness/engine/rehearsal.js';
import { questions } from '../harness/questions/index.js';
import { scenarios } from '../scenarios/index.js';

const START = '<!-- made by: npm run docs -->\n';
const END = '<!-- end -->';

/** The page with its table made anew. Throws where its marks are gone, and for a word that no scenario that ships shows. */
export async function wordsPage(text: string): Promise<string> {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error('docs/own-scenarios.md has no marks for its table of words');
  return `${text.slice(0, from + START.length)}${await table()}${text.slice(to)}`;
}

async function table(): Promise<string> {
  const shown = (await Promise.all(scenarios.map(checksOf))).flat();
  const rows = questions
    .flatMap(({ methods }) => Object.entries(methods))
    .flatMap(([method, { words, abouts }]) =>
      words.map((word) => {
        const example = shown.find(({ check }) => check.asks.some((ask) => ask.method === method && ask.word === word));
        if (!example) throw new Error(`no scenario that ships asks drill.${method}() for "${word}"`);
        const about = abouts ? '…' : '';
        return `| \`expect(drill.${method}(${about})).to.${/ed\b|^\w+$/.test(word) ? 'be.' : ''}${word.replace(' ', '.')}\` | it ${example.check.title} | ${example.id} |`;
      }),
    );
  const abouts = questions
    .flatMap(({ methods }) => Object.entries(methods))
    .flatMap(([method, { abouts: own }]) =>
      own ? [`- \`drill.${method}(…)\` is asked about ${own.map((about) => `\`${about}\``).join(', ')}.`] : [],
    );
  return `| a check asks | as in | of |\n|---|---|---|\n${rows.join('\n')}\n\n${abouts.join('\n')}\n`;
}

async function checksOf({ id, rehearse }: (typeof scenarios)[number]): Promise<{ id: string; check: PlannedCheck }[]> {
  return (await rehearse()).checks.map((check) => ({ id, check }));
}
