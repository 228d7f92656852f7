/** The seeded faults that tests play, alone and together. */
import { parse } from 'yaml';
import { judge, readGallery } from '../cli/gallery.js';
import type { GalleryEntry } from '../cli/gallery.js';
import type { SeededFault } from '../organization/load.js';
import type { DrillResult } from '../reports/result.js';
import { drawn, share } from './draw.js';

const gallery = readGallery();

/** What a fault is about, as its code says: trust, alarms, guardrails and so on. */
const kindOf = ({ expects }: GalleryEntry): string => expects.code.split('_')[1]?.replace(/S$/, '') ?? '';

/** Faults that are played in one drill, because each is seen beside the others. */
export type FaultGroup = readonly GalleryEntry[];

/**
 * The faults to play in one of two organizations, whose names are told apart by `place`. The few are one of every kind, each in
 * one of the two, and up to three to a drill: a drill costs seconds. Where more are drawn, each is played alone.
 */
export function seededFaults(place: 'first' | 'second'): FaultGroup[] {
  if (share !== 'few')
    return drawn(`faults of the ${place} organization`, gallery, { few: 0, more: 20 }).map((fault) => [fault]);
  const kinds = [...new Set(gallery.map(kindOf))];
  return grouped(
    kinds
      .filter((_kind, index) => index % 2 === (place === 'first' ? 0 : 1))
      .flatMap((kind) =>
        drawn(
          kind,
          gallery.filter((fault) => kindOf(fault) === kind),
          { few: 1, more: 1 },
        ),
      ),
  );
}

/** Each fault with the first others that hide it not, nor are hidden. */
function grouped(faults: readonly GalleryEntry[]): FaultGroup[] {
  const groups: GalleryEntry[][] = [];
  for (const fault of faults) {
    const group = groups.find((others) => others.length < 3 && !others.some((other) => hides(other, fault)));
    if (group) group.push(fault);
    else groups.push([fault]);
  }
  return groups;
}

/** What is wrong with how faults of one drill were found, each by its own; empty if each raised exactly what it must. */
export function judgeTogether(faults: readonly SeededFault[], result: DrillResult): string[] {
  const findings = [...result.findings];
  const problems = faults.flatMap((fault) => {
    const at = findings.findIndex(
      ({ code, cause }) => code === fault.expects.code && cause.includes(fault.expects.cause),
    );
    return judge(fault, { ...result, findings: at < 0 ? [] : findings.splice(at, 1) }).map(
      (problem) => `${fault.expects.code}: ${problem}`,
    );
  });
  return [...problems, ...findings.map(({ code, cause }) => `also raised ${code}: ${cause}`)];
}

export const namesOf = (faults: FaultGroup): string => faults.map(({ name }) => name).join(' and ');

export type FaultPair = readonly [one: GalleryEntry, other: GalleryEntry];

/** Each fault with another one, at a distance that makes pairs of different subjects and of directions that differ. */
const pairs = gallery.flatMap((one, index): FaultPair[] => {
  const other = gallery[(index * 7 + 41) % gallery.length];
  return other && other !== one ? [[one, other]] : [];
});

/** Pairs of which both are seen, none of them where the few are played together anyway, and pairs of which one may hide the other. */
export function faultPairs(): { apart: FaultPair[]; hiding: FaultPair[] } {
  return {
    apart: drawn(
      'pairs apart',
      pairs.filter((pair) => !hides(...pair)),
      { few: 0, more: 8 },
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
