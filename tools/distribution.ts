/** How the decisions of random requests are distributed: random requests that are all denied would test little. */

/** Prints the shares; false if one of them is below the least share (0 to 1). */
export function leastOf(decisions: Readonly<Record<string, number>>, least: number): boolean {
  const total = Object.values(decisions).reduce((sum, count) => sum + count, 0);
  const shares = Object.entries(decisions).map(
    ([decision, count]) => [decision, total === 0 ? 0 : count / total] as const,
  );
  process.stdout.write(
    `${shares.map(([decision, share]) => `${decision} ${(share * 100).toFixed(1)} %`).join(', ')}\n`,
  );
  const rare = shares.filter(([, share]) => share < least);
  for (const [decision] of rare)
    process.stdout.write(`too few requests end in ${decision}: the random requests are degenerate\n`);
  return rare.length === 0;
}
