import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A folder of somebody's own, with this package installed in it, files, and a drill file that plays what is named. `more` is added to the drill file. */
export function own(
  folder: string,
  files: Readonly<Record<string, string>>,
  named: readonly string[],
  more = '',
): string {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(process.cwd(), join(folder, 'node_modules', 'breakglass-drill'));
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [head = ''] = readFileSync('drill.yaml', 'utf8').split('scenarios:\n');
  const file = join(folder, 'drill.yaml');
  writeFileSync(
    file,
    `${head.replace('examples/landing-zone.yaml', resolve('examples/landing-zone.yaml'))}${more}scenarios:\n${named.map((name) => `  - ${name}\n`).join('')}`,
  );
  return file;
}
