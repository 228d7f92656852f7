/** What holds the report together, and how anybody can check it. */
import type { DrillResult } from '../result.js';
import { groupDigits } from '../sentences.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';

/** Hashes, seed, tool, and the command that checks them. */
export function proof({ drill, headHash, inventory, organization }: DrillResult): Markup {
  return html`<dl class="facts"><dt>Plan</dt><dd><code>${drill.planSha256}</code></dd><dt>Journal head</dt><dd><code>${headHash}</code></dd>
<dt>Played</dt><dd>${drill.startedAt} to ${drill.endedAt}, exit code ${drill.exitCode}</dd>
<dt>Organization</dt><dd>${organization.id}, break-glass role <code>${inventory.role}</code></dd>
<dt>Calls</dt><dd>${groupDigits(inventory.calls)}</dd><dt>Seed</dt><dd>${drill.seed}</dd><dt>Tool</dt><dd>${drill.tool.name} ${drill.tool.version}</dd>
<dt>Check it</dt><dd><code>breakglass-drill verify FOLDER</code> recounts every figure from the journal, offline</dd></dl>`;
}
