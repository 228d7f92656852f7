/** The variants of the landing zone in `test/sound/`: sound, and beside them what is nearly so and is not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { DrillFile } from '../harness/configuration/drill-file.js';

const overlay = z
  .record(z.string(), z.unknown())
  .transform((tree) => stringify(tree, { aliasDuplicateObjects: false }));

const schema = z.array(
  z.strictObject({
    title: z.string(),
    overlay,
    /** Keys of `breakGlass` in the drill file. */
    breakGlass: z.record(z.string(), z.unknown()).optional(),
    unsound: z
      .array(z.strictObject({ title: z.string(), raises: z.string().startsWith('BG_'), cause: z.string(), overlay }))
      .default([]),
  }),
);

export interface SoundVariant {
  title: string;
  overlay: string;
  breakGlass?: { breakGlass: Partial<DrillFile['breakGlass']> };
  unsound: { title: string; raises: string; cause: string; overlay: string }[];
}

/** All of them, by file. */
export function soundVariants(): SoundVariant[] {
  const folder = 'test/sound';
  return readdirSync(folder)
    .sort()
    .flatMap((file) => schema.parse(parse(readFileSync(join(folder, file), 'utf8'))))
    .map(({ breakGlass, ...variant }) => ({
      ...variant,
      ...(breakGlass ? { breakGlass: { breakGlass: breakGlass as Partial<DrillFile['breakGlass']> } } : {}),
    }));
}
