/**
 * The text with its Latin capitals in lower case. Names of actions and of context keys are made of these; JavaScript's own function
 * also turns the Kelvin sign into a k, so that a name which AWS does not have would become one that it has.
 */
export function inLowerCase(text: string): string {
  return /[^\0-\x7f]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text.toLowerCase();
}
