/** IP addresses and CIDR ranges, version 4 and 6, as numbers: two spellings of one address are one address. */

interface Range {
  version: 4 | 6;
  first: bigint;
  bits: number;
}

/** True if the address lies in the range. False if either is not one. */
export function isInRange(address: string, range: string): boolean {
  const point = parseAddress(address);
  const whole = parseRange(range);
  if (!point || !whole || point.version !== whole.version) return false;
  const shift = BigInt((whole.version === 4 ? 32 : 128) - whole.bits);
  return point.value >> shift === whole.first >> shift;
}

function parseRange(text: string): Range | undefined {
  const [address = '', prefix, ...more] = text.split('/');
  const parsed = parseAddress(address);
  if (!parsed || more.length > 0) return undefined;
  const width = parsed.version === 4 ? 32 : 128;
  // Without a prefix the range is one address.
  if (prefix === undefined) return { version: parsed.version, first: parsed.value, bits: width };
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > width) return undefined;
  return { version: parsed.version, first: parsed.value, bits: Number(prefix) };
}

function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  if (!text.includes(':')) {
    const value = parseVersion4(text);
    return value === undefined ? undefined : { version: 4, value };
  }
  const value = parseVersion6(text);
  return value === undefined ? undefined : { version: 6, value };
}

function parseVersion4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseVersion6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groups(half));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function groups(half: string): number[] | undefined {
  if (half === '') return [];
  const result: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const embedded = parseVersion4(part);
      if (embedded === undefined) return undefined;
      result.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) result.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return result;
}
