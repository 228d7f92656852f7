/** Keeps secrets out of whatever is written or printed. */

/** Replaces every known secret in a text. Secrets shorter than 6 characters (codes) are replaced only as whole words. */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of secrets) {
    if (secret === '' || !result.includes(secret)) continue;
    result =
      secret.length > 8
        ? result.replaceAll(secret, '[redacted]')
        : result.replaceAll(new RegExp(`\\b${escape(secret)}\\b`, 'g'), '[redacted]');
  }
  return result;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
