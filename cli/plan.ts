/** `plan`: what a drill would call, for whoever must agree to it beforehand. */
import { Command } from 'commander';
import { loadOptions, takesDrill } from './drill-options.js';
import type { WhichDrill } from './drill-options.js';

interface PlanOptions extends WhichDrill {
  output?: string;
  json?: true;
}

export function planCommand(): Command {
  return takesDrill(
    new Command('plan').description(
      'Plan a drill and play nothing: every call, by whom, in which accounts; uses of break glass; messages to people',
    ),
  )
    .option('-o, --output <folder>', 'keep preparation.json and plan.json in a new folder there')
    .option('--json', 'print both lists as one JSON document on standard output, nothing else')
    .addHelpText(
      'after',
      '\nTo plan, it makes the calls of the preparation list, which it prints; it changes no more than "run" does before its plan.\nExamples:\n  breakglass-drill plan\n  breakglass-drill plan identity-provider-failure --json | jq .plan.messages',
    )
    .action(async (names: string[], options: PlanOptions) => {
      const { printPlan } = await import('./plan-drill.js');
      await printPlan(options.file, loadOptions(names, options), options);
    });
}
