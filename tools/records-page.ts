/** The page about the records that the twin writes: each field of each kind, with a value and its source. */
import { rowsOf } from './records/fields.js';
import { fieldsOf, sampleRecords } from './records/samples.js';

export function recordsPage(): string {
  const parts = [...sampleRecords()].map(([kind, record]) => {
    const rows = [...fieldsOf(record)].map(
      ([field, value]) => `| \`${field}\` | \`${JSON.stringify(value)}\` | ${rowsOf(kind, field)[0]?.source ?? ''} |`,
    );
    return `## ${kind}\n\n| field | in the sample | source |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Records\n\nWhat the twin writes to trails and event buses, and what readiness judges alarms by: both are made by the same functions. Ids are made up.\n\n${parts.join('\n')}`;
}
