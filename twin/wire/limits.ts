/** What the wire takes at most. Larger requests are refused before they cost anything. */

/** Bytes of a body, also after decompression. */
export const MAX_BODY = 1024 * 1024;

/** Nesting that no real request reaches. */
export const MAX_DEPTH = 12;

/** Items of one list in a form. */
export const MAX_LIST = 2_000;
