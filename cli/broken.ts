/** `broken`: shows that a drill can fail: organizations with one fault each. */
import { Command } from 'commander';
import type { ExitCode } from '../reports/exit-codes.js';
import { findFault, galleryDrill, judge, readGallery } from './gallery.js';
import type { GalleryEntry } from './gallery.js';

interface BrokenOptions {
  all?: true;
  json?: true;
  output: string;
}

export function brokenCommand(finish: (exitCode: ExitCode) => void): Command {
  return new Command('broken')
    .description('List organizations with one fault each; play one by name, or all of them')
    .argument('[name]', 'name of a seeded fault; exits as run does')
    .option('--all', 'play all; exits 0 only if each raised exactly what it must')
    .option('-o, --output <folder>', 'where the folders of drills go', 'drills')
    .option('--json', 'one JSON document on standard output')
    .action(async (name: string | undefined, options: BrokenOptions) => {
      if (name !== undefined) finish(await playOne(findFault(name), options));
      else if (options.all) finish(await playAll(options));
      else list(options);
    });
}

function list({ json }: BrokenOptions): void {
  const gallery = readGallery().map(({ name, title, direction, expects }) => ({ name, title, direction, expects }));
  const width = Math.max(...gallery.map(({ name }) => name.length));
  const lines = gallery.map(({ name, title, direction }) => `${name.padEnd(width)}  ${direction.padEnd(10)}  ${title}`);
  process.stdout.write(
    json
      ? `${JSON.stringify(gallery, undefined, 2)}\n`
      : `${lines.join('\n')}\n\nPlay one  breakglass-drill broken ${gallery[0]?.name ?? 'NAME'}\n`,
  );
}

async function playOne(fault: GalleryEntry, options: BrokenOptions): Promise<ExitCode> {
  const { play, printVerdict } = await import('./play-drill.js');
  return printVerdict(await play(galleryDrill, { overlays: [fault] }, options), options);
}

async function playAll(options: BrokenOptions): Promise<ExitCode> {
  const { play } = await import('./play-drill.js');
  const rows: { name: string; found: string; problems: string[] }[] = [];
  for (const fault of readGallery()) {
    const { result } = await play(galleryDrill, { overlays: [fault] }, { output: options.output, quiet: true });
    const problems = judge(fault, result);
    const [finding] = result.findings;
    rows.push({ name: fault.name, found: finding ? `${finding.code}  ${finding.cause}` : '', problems });
    if (!options.json)
      process.stdout.write(
        problems.length === 0
          ? `found   ${fault.name}: ${finding?.code ?? ''}\n`
          : `MISSED  ${fault.name}: ${problems.join('; ')}\n`,
      );
  }
  const missed = rows.filter((row) => row.problems.length > 0).length;
  process.stdout.write(
    options.json
      ? `${JSON.stringify(rows, undefined, 2)}\n`
      : `${rows.length - missed} of ${rows.length} seeded faults raised exactly what they must\n`,
  );
  return missed === 0 ? 0 : 1;
}
