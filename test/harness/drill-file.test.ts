import { expect } from 'chai';
import type { CodedError } from '../../base/errors.js';
import { parseDrillFile } from '../../harness/configuration/drill-file.js';

describe('a drill file', () => {
  const sound =
    'name: x\ntarget: embedded\norganization: o.yaml\nbreakGlass: { topology: management-direct, role: /r/R, users: [a] }\ncontrols:\n  federatedAdministrator: { person: e, permissionSet: A }\n  ordinaryUser: { account: m, user: u }\n  outsider: { account: s, user: v }\nreader: { person: i, permissionSet: I }\nscenarios: [s]\n';
  const place = (text: string): string => {
    try {
      parseDrillFile('d.yaml', text);
      return 'no error';
    } catch (error) {
      const { place: at, message } = error as CodedError;
      return `${at?.line ?? 0}:${at?.column ?? 0} ${message}`;
    }
  };

  it('is read with its defaults', () => {
    expect(parseDrillFile('d.yaml', sound).file).to.deep.include({
      seed: '1',
      overlays: [],
      limits: { concurrency: 16 },
      accounts: { exclude: {} },
    });
  });

  it('is refused with line and column', () => {
    expect(place(sound.replace('target: embedded', 'target: moon'))).to.match(/^2:1 target: /);
    expect(place(sound.replace('reader:', 'readr:'))).to.equal('9:1 unknown key "readr"');
    expect(place(sound.replace('role: /r/R', 'role: R'))).to.equal(
      '4:44 breakGlass.role: a role is written with its path, e.g. /break-glass/BreakGlass',
    );
    expect(place(`${sound}limits: { concurrency: 0 }\n`)).to.match(/^11:11 limits\.concurrency: /);
    expect(place(`${sound}name: y\n`)).to.equal('11:1 Map keys must be unique');
  });
});
