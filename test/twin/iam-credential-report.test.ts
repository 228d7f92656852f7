import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { CONTENT, management } from './iam-reads-setting.js';

describe('the credential report', () => {
  it('must be made first, and is good for four hours', async () => {
    const fixture = twinFixture(landingZone(CONTENT));
    const iam = management(fixture);
    expect(await refusal(iam.send(new GetCredentialReportCommand({})))).to.deep.include({
      code: 'CredentialReportNotPresentException',
      status: 410,
    });
    expect(await iam.send(new GenerateCredentialReportCommand({}))).to.have.property('State', 'STARTED');
    expect(await iam.send(new GenerateCredentialReportCommand({}))).to.have.property('State', 'COMPLETE');
    const { Content: content, ReportFormat: format } = await iam.send(new GetCredentialReportCommand({}));
    expect(format).to.equal('text/csv');
    const [header = '', ...rows] = Buffer.from(content ?? [])
      .toString('utf8')
      .split('\n');
    const columns = header.split(',');
    const row = (user: string): Record<string, string | undefined> => {
      const cells = rows.map((line) => line.split(',')).find(([name]) => name === user) ?? [];
      expect(cells).to.have.length(columns.length);
      return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
    };
    expect(columns).to.have.length(22);
    expect(row('reader')).to.include({
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: '2026-06-01T03:00:00+00:00',
      password_next_rotation: '2026-08-30T03:00:00+00:00',
      mfa_active: 'true',
      access_key_1_active: 'false',
    });
    expect(row('deployment')).to.include({
      password_enabled: 'false',
      password_next_rotation: 'N/A',
      access_key_1_active: 'true',
      access_key_1_last_used_service: 'N/A',
    });
    expect(row('<root_account>')).to.include({ password_enabled: 'not_supported', mfa_active: 'true' });
    fixture.clock.advance(4 * 3_600_000);
    expect(await refusal(iam.send(new GetCredentialReportCommand({})))).to.deep.include({
      code: 'CredentialReportExpiredException',
      status: 410,
    });
  });
});
