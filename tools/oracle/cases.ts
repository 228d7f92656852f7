/** Asks the oracle the documented decisions, so that every class of differences is shown by a case and no case differs without one. */
import { readFileSync } from 'node:fs';
import { caseFileSchema } from '../case-player.js';
import { classes } from './classes/index.js';
import { askBoth, explain } from './explain.js';
import type { Oracle } from './process.js';
import { questionOfCase } from './question.js';

const FILES = ['test/iam/cases.json', 'test/iam/more-cases.json'];

/** What is wrong with the classes, one sentence each. Prints how many cases were asked: the oracle refuses what its data does not know. */
export async function playCases(oracle: Oracle): Promise<string[]> {
  const cases = FILES.flatMap((file) => caseFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).cases);
  const wrong: string[] = [];
  let [agreed, differed, refused] = [0, 0, 0];
  for (const decisionCase of cases) {
    const both = await askBoth(oracle, questionOfCase(decisionCase)).catch(() => undefined);
    if (!both) refused++;
    const explanation = both && (await explain(oracle, both));
    if (explanation === 'agreed') agreed++;
    else if (both) differed++;
    const named = classes.filter((one) => one.cases.includes(decisionCase.id)).map(({ id }) => id);
    if (both && explanation === undefined)
      wrong.push(`${decisionCase.id}: here ${both.ours}, the oracle ${both.theirs}, and no class explains it`);
    const missing = named.filter((id) => !Array.isArray(explanation) || !explanation.includes(id));
    if (missing.length > 0)
      wrong.push(
        `${decisionCase.id} does not show the class ${missing.join(', ')}: ${both ? 'both agree' : 'the oracle refuses it'}`,
      );
  }
  process.stdout.write(
    `${cases.length} cases: ${agreed} agreed, ${differed} differed by a class, ${refused} refused by the oracle\n`,
  );
  return wrong;
}
