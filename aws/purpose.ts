/**
 * Why a call is made. `administration` is what the administrator of an emulated organization does to prepare it: no drill of
 * a real one has it. Only calls on the `path` are what a person would do in the emergency; only `containment` changes
 * something that exists, and it has a list of its own of what it may send.
 */
export type Purpose = 'preparation' | 'path' | 'control' | 'premise' | 'reading' | 'containment' | 'administration';
