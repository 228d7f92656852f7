/** The registry of everything that a drill can take back: each kind is told by whoever makes such changes. */
import type { Undoers } from '../drill/change.js';
import { premiseUndoers } from '../premises/undoers.js';
import { containmentUndoers } from '../questions/federation/undoers.js';
import { targetUndoers } from '../targets/undoers.js';

export const undoers: Undoers = { ...premiseUndoers, ...containmentUndoers, ...targetUndoers };
