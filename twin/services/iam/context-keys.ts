/** Context keys that policy documents ask for, in conditions and as variables. */
import type { PolicyDocument, PolicyStatement } from '../../../iam/index.js';

/** Names as they are first written, each once. */
export function contextKeysOf(documents: readonly PolicyDocument[]): string[] {
  const found = new Map<string, string>();
  for (const name of documents.flatMap(statementsIn).flatMap(keysOf))
    if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), name);
  return [...found.values()];
}

function statementsIn({ Statement: statements }: PolicyDocument): PolicyStatement[] {
  return [statements].flat();
}

function keysOf({ Condition: condition = {}, Resource, NotResource }: PolicyStatement): string[] {
  const keys = Object.values(condition).flatMap((operands) => Object.keys(operands));
  const values = Object.values(condition).flatMap((operands) => Object.values(operands).flat());
  return [
    ...keys,
    ...[Resource, NotResource, values].flat().flatMap((text) => (typeof text === 'string' ? variablesIn(text) : [])),
  ];
}

/** `${aws:username}` and `${aws:PrincipalTag/team, 'none'}`; `${*}` and its like are no keys. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^},]+)[^}]*\}/g)]
    .map(([, name = '']) => name.trim())
    .filter((name) => name.includes(':'));
}
