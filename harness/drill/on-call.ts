/** Whoever is on call while a drill is played. */

/** Asks somebody on call; `signal` ends the question. Absent where nobody can be asked. */
export type OnCall = (question: string, signal: AbortSignal) => Promise<boolean>;
