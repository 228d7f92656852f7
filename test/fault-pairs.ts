/** Seeded faults two at a time. */
import type { GalleryEntry } from '../cli/gallery.js';

/** Every n-th fault with another one, at a distance that makes pairs of different subjects and of directions that differ. */
export function faultPairs(faults: readonly GalleryEntry[], every: number): [one: GalleryEntry, other: GalleryEntry][] {
  return faults.flatMap((one, index): [GalleryEntry, GalleryEntry][] => {
    const other = faults[(index * 7 + 41) % faults.length];
    return index % every === 0 && other && other !== one ? [[one, other]] : [];
  });
}
