import { expect } from 'chai';
import { judge, readGallery } from '../../cli/gallery.js';
import { playDrill } from '../drill.js';

describe('every seeded fault', () => {
  // Others than in the second organization, so that the tests stay short; `broken --all` plays every one.
  for (const fault of readGallery().filter((_fault, index) => index % 4 === 2)) {
    it(`${fault.name} raises exactly what it must`, async () => {
      const { result } = await playDrill([fault.text]);
      expect(judge(fault, result)).to.deep.equal([]);
      expect(result.findings[0]?.remedy).to.not.equal('');
      const independence = result.scenarios.find(({ id }) => id === 'identity-provider-failure')?.checks.find((check) => check.title.startsWith('never touches'));
      expect(independence?.outcome).to.equal(fault.name.startsWith('key-behind-') ? 'broken' : 'held');
    });
  }

  it('is judged: a sound organization would not pass for any of them', async () => {
    const { result } = await playDrill();
    for (const fault of readGallery()) expect(judge(fault, result), fault.name).to.deep.equal(['no finding']);
  });

  it('two together raise both', async () => {
    const faults = readGallery();
    const [one, two] = [faults.find(({ name }) => name === 'role-missing'), faults.find(({ name }) => name === 'no-mfa-condition')];
    const { result } = await playDrill([one?.text ?? '', two?.text ?? '']);
    expect(result.findings.map(({ code }) => code).sort()).to.deep.equal(['BG_MFA_NOT_REQUIRED', 'BG_ROLE_MISSING']);
  });
});
