import { expect } from 'chai';
import { describeError } from '../../base/errors.js';
import { loadOrganization, loadSeededFault } from '../../organization/load.js';
import { landingZone } from '../landing-zone.js';
import { documentText } from './wrong-document.js';
import { wrongForm } from './wrong-form.js';
import { wrongMonitoring } from './wrong-monitoring.js';
import { wrongNames } from './wrong-names.js';
import { wrongOverlays } from './wrong-overlays.js';
import { wrongPolicies } from './wrong-policies.js';

/** The error of loading a changed document, as a person reads it. */
function problem(change: readonly [string, string] | undefined, overlay?: string): string {
  const text = change ? documentText.replace(change[0], change[1]) : documentText;
  if (change) expect(text, 'the change must change something').to.not.equal(documentText);
  try {
    loadOrganization('lz.yaml', text, overlay === undefined ? [] : [{ file: 'overlay.yaml', text: overlay }]);
    return 'no error';
  } catch (error) {
    return describeError(error).split('\n', 1)[0] ?? '';
  }
}

describe('a wrong document is refused with file, line and column', () => {
  const cases = [...wrongForm, ...wrongNames, ...wrongPolicies, ...wrongMonitoring, ...wrongOverlays];
  for (const [title, change, overlay, expected] of cases)
    it(title, () => expect(problem(change, overlay)).to.equal(expected));

  it('aliases that explode', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}`;
    expect(problem(undefined, bomb)).to.match(/^overlay\.yaml:1:1: .*alias/i);
  });

  it('says what was probably meant, and what else is wrong, once a place', () => {
    const text = documentText
      .replace('maxSessionSeconds:', 'maxSesionSeconds:')
      .replace('Effect: Allow', 'Effect: Alow')
      .replace('kind: hardware', 'kind: hardwear');
    let message = '';
    try {
      loadOrganization('lz.yaml', text);
    } catch (error) {
      message = describeError(error);
    }
    expect(message.split('\n')).to.deep.equal([
      'lz.yaml:22:7: unknown key "maxSesionSeconds" in accounts.management.roles.BreakGlass',
      '  Did you mean "maxSessionSeconds"?',
      '  lz.yaml:44:25: accounts.management.users.break-glass-1.mfa.key-a.kind: must be "virtual", "hardware" or "fido"',
      '  lz.yaml:26:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Effect: must be "Allow" or "Deny"',
    ]);
  });

  it('finds what a merge key brought where it was written', () => {
    const text =
      'organization: { id: o-aaaaaaaaaa, management: m }\neveryAccount: &every\n  users: { u: { path: wrong } }\naccounts:\n  m:\n    <<: *every\n';
    expect(() => loadOrganization('small.yaml', text))
      .to.throw('accounts.m.users.u.path: a path begins and ends with a slash')
      .with.deep.property('place', { file: 'small.yaml', line: 3, column: 17 });
  });

  it('names all that is known where nothing is near', () => {
    expect(() =>
      landingZone('accounts: { management: { users: { deployment: { custody: { password: cupboard } } } } }'),
    )
      .to.throw('there is no credential store "cupboard"')
      .with.property(
        'hint',
        'Known here: head-office-safe, head-office-archive, second-site-safe, second-site-archive.',
      );
  });

  it('a seeded fault without what it expects', () => {
    expect(() =>
      loadSeededFault('f.yaml', 'title: x\ndirection: too-tight\nexpects: { code: BG_X, cause: y }\noverlay: {}'),
    ).to.throw('direction');
  });
});
