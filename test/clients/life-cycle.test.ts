import { join } from 'node:path';
import { expect } from 'chai';
import { pythonClients, succeed } from '../python.js';
import { emulate } from './emulator.js';

describe('boto3, against an account without an organization', () => {
  let running: Awaited<ReturnType<typeof emulate>>;
  before(async () => {
    running = await emulate(['--empty']);
  });
  after(() => void running.child.kill('SIGTERM'));

  it('builds break glass from nothing, uses it, guards it and watches it, with paginators and waiters', () => {
    const found = JSON.parse(
      succeed(join(pythonClients(), 'python'), ['-B', 'test/clients/life_cycle.py'], { input: running.line }),
    ) as Record<string, unknown>;
    const pages = {
      'account pages': [2, 2, 2],
      'accounts of the unit': [2, 2, 1],
      'user pages': [2, 1],
      'log group pages': [2, 2, 1],
      'alarm pages': [2, 2, 1],
      'log events': [1, 1],
      recorded: [2, 2, 1],
    };
    expect(found).to.deep.include(pages);
    expect(found).to.deep.include({
      devices: 1,
      principals: 2,
      'policy pages': 1,
      topics: 5,
      yielded: 'repair',
      counted: [1],
      ringing: ['ALARM'],
      history: true,
    });
    expect(found['entered']).to.deep.equal(Array(5).fill('assumed-role/BreakGlass/emergency'));
    expect(found['enabled with wrong codes']).to.deep.include({ refused: 'InvalidAuthenticationCode', status: 403 });
    for (const who of ['without mfa', 'ordinary']) {
      expect(found[who], who).to.deep.include({ refused: 'AccessDenied', status: 403 });
      expect(found[who])
        .to.have.property('message')
        .that.matches(/because no role trust policy allows the sts:AssumeRole action$/);
    }
    expect(found['guarded']).to.deep.include({ refused: 'AccessDenied', status: 403 });
    expect(found['guarded'])
      .to.have.property('message')
      .that.matches(new RegExp(`with an explicit deny in a service control policy: ${String(found['policy arn'])}$`));
    expect(found['malformed']).to.deep.include({ refused: 'MalformedPolicyDocumentException', status: 400 });
  });
});
