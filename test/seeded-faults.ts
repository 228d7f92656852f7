/** The seeded faults that tests play, alone and two at a time. */
import { parse } from 'yaml';
import { readGallery } from '../cli/gallery.js';
import type { GalleryEntry } from '../cli/gallery.js';
import { drawn, share } from './draw.js';

const gallery = readGallery();

/** What a fault is about, as its code says: trust, alarms, guardrails and so on. */
const kindOf = ({ expects }: GalleryEntry): string => expects.code.split('_')[1]?.replace(/S$/, '') ?? '';

/**
 * The faults to play in one of two organizations, whose names are told apart by `place`. The few are one of every kind, each in
 * one of the two.
 */
export function seededFaults(place: 'first' | 'second'): GalleryEntry[] {
  if (share !== 'few') return drawn(`faults of the ${place} organization`, gallery, { few: 0, more: 30 });
  const kinds = [...new Set(gallery.map(kindOf))];
  return kinds
    .filter((_kind, index) => index % 2 === (place === 'first' ? 0 : 1))
    .flatMap((kind) =>
      drawn(
        kind,
        gallery.filter((fault) => kindOf(fault) === kind),
        { few: 1, more: 1 },
      ),
    );
}

export type FaultPair = readonly [one: GalleryEntry, other: GalleryEntry];

/** Each fault with another one, at a distance that makes pairs of different subjects and of directions that differ. */
const pairs = gallery.flatMap((one, index): FaultPair[] => {
  const other = gallery[(index * 7 + 41) % gallery.length];
  return other && other !== one ? [[one, other]] : [];
});

/** Pairs of which both are seen, and pairs of which one may hide the other. */
export function faultPairs(): { apart: FaultPair[]; hiding: FaultPair[] } {
  return {
    apart: drawn(
      'pairs apart',
      pairs.filter((pair) => !hides(...pair)),
      { few: 1, more: 8 },
    ),
    hiding: drawn(
      'pairs of which one hides',
      pairs.filter((pair) => hides(...pair)),
      { few: 1, more: 2 },
    ),
  };
}

/**
 * Whether one fault may hide the other: of a chain of alarms the first broken link is named, and a guardrail that should
 * bind is inconclusive while nobody gets in.
 */
function hides(one: GalleryEntry, other: GalleryEntry): boolean {
  const codes = [one.expects.code, other.expects.code];
  return (
    meet(overlayOf(one), overlayOf(other)) ||
    codes.every((code) => /^BG_(ALARM|TRAIL)_/.test(code)) ||
    (codes.includes('BG_IDENTITY_DENIED') && codes.some((code) => code.startsWith('BG_GUARDRAIL_')))
  );
}

/** Whether two overlays change the same part of an organization: then one may hide the other. */
function meet(one: unknown, other: unknown): boolean {
  if (!isMapping(one) || !isMapping(other)) return true;
  return Object.entries(one).some(([key, value]) => key in other && meet(value, other[key]));
}

function isMapping(tree: unknown): tree is Record<string, unknown> {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

const overlayOf = ({ text }: GalleryEntry): unknown => (parse(text) as { overlay: unknown }).overlay;
