/** Attacks by inputs of chance. */
import { randomForm, randomJson } from './inputs.js';
import type { Make } from './make.js';
import { bytesOf, pick, signed } from './request.js';
import { formDraft, formServices, jsonDraft, jsonServices } from './services.js';

/** Inputs of chance to operations of chance. */
export const inputs: Readonly<Record<string, Make>> = {
  'a form of chance': (kit) => {
    const service = pick(kit.random, formServices);
    return {
      request: signed(
        kit,
        service.id,
        formDraft(service, pick(kit.random, service.operations), randomForm(kit.random)),
      ),
      dialect: service.dialect,
      refused: false,
    };
  },
  'JSON of chance': (kit) => {
    const service = pick(kit.random, jsonServices);
    return {
      request: signed(
        kit,
        service.id,
        jsonDraft(service, pick(kit.random, service.operations), randomJson(kit.random)),
      ),
      dialect: 'json',
      refused: false,
    };
  },
  'the same of somebody who may nothing': (kit) => {
    const service = pick(kit.random, jsonServices);
    return {
      request: signed(
        kit,
        service.id,
        jsonDraft(service, pick(kit.random, service.operations), randomJson(kit.random)),
        { credentials: kit.nobody },
      ),
      dialect: 'json',
      refused: true,
    };
  },
  'bytes of chance': (kit) => {
    const service = pick(kit.random, jsonServices);
    const draft = jsonDraft(service, pick(kit.random, service.operations), '');
    return {
      request: signed(kit, service.id, {
        ...draft,
        body: bytesOf(new Uint8Array(kit.random.bytes(1 + kit.random.below(300)))),
      }),
      dialect: 'json',
      refused: true,
    };
  },
};
