/** Colour only on a terminal, and never where NO_COLOR is set (no-color.org). */
export function useColour(): boolean {
  return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
}
