import type { Account, Organization, Role } from '../../../organization/model.js';
import { credentialCases } from './credentials.js';
import type { RuleCase } from './rule-case.js';

/** What somebody changed in the organization and nobody wrote down: the document stays as it was. */
function read(change: (organization: Organization) => void): NonNullable<RuleCase['change']> {
  return (inspected) => {
    inspected.declared = structuredClone(inspected.declared);
    change(inspected.snapshot.organization);
  };
}

const account = ({ accounts }: Organization, name: string): Account => accounts[name] as Account;

const role = (of: Account, name: string): Role => of.roles[name] as Role;

const policy = (
  { serviceControlPolicies }: Organization,
  name: string,
): Organization['serviceControlPolicies'][string] =>
  serviceControlPolicies[name] as Organization['serviceControlPolicies'][string];

export const driftCases: readonly RuleCase[] = [
  {
    rule: 'G01',
    fault: 'a guardrail that the document does not declare',
    change: read(({ serviceControlPolicies }) => {
      serviceControlPolicies['freeze'] = {
        description: '',
        attachedTo: ['Sandbox'],
        expects: 'indifferent',
        statements: {
          Services: { Effect: 'Deny', Action: ['ec2:*', 's3:*'], Resource: '*' },
          Instances: { Effect: 'Deny', Action: 'rds:DeleteDBInstance', Resource: '*' },
        },
      };
    }),
    expects:
      /BG_GUARDRAIL_LOCKS_OUT \[sandbox-1 sandbox-2 sandbox-3\] policy "freeze", which the document does not declare, statement "Services": it exempts nobody$/,
  },
  {
    rule: 'X01',
    fault: 'an assignment',
    change: read(({ identityCenter }) => {
      identityCenter.assignments['more'] = {
        person: 'ivan',
        permissionSet: 'Administrator',
        accounts: ['network'],
      };
    }),
    expects:
      /X01 BG_NOT_IN_DOCUMENT \[\] an assignment of permission set "Administrator" to "ivan" in network is there/,
  },
  {
    rule: 'X01',
    fault: 'a guardrail on one more OU',
    change: read(
      (organization) => void policy(organization, 'require-instance-metadata-v2').attachedTo.push('Sandbox'),
    ),
    expects: /\[sandbox-1 sandbox-2 sandbox-3\] policy "require-instance-metadata-v2" attached to "Sandbox" is there/,
  },
  ...credentialCases,
  {
    rule: 'X01',
    fault: 'a SAML provider',
    change: read((organization) => {
      account(organization, 'payments-1').samlProviders['mine'] = { signedBy: 'stranger' };
    }),
    expects: /\[payments-1\] SAML provider "mine" is there/,
  },
  {
    rule: 'X01',
    fault: 'a managed policy of a role',
    change: read((organization) => {
      role(account(organization, 'network'), 'EmergencyAccess').managedPolicies.push('arn:aws:iam::aws:policy/Extra');
    }),
    expects: /\[network\] arn:aws:iam::aws:policy\/Extra attached to role "EmergencyAccess" is there/,
  },
  {
    rule: 'X02',
    fault: 'a statement that was changed',
    change: read((organization) => {
      const statement = role(account(organization, 'network'), 'EmergencyAccess').trust['Workforce'];
      if (statement) delete statement.Condition;
    }),
    expects:
      /\[network\] the trust policy of role "EmergencyAccess", statement "Workforce", is not as the document has it: Condition left out$/,
  },
  {
    rule: 'X02',
    fault: 'a guardrail taken off an OU that it need not reach',
    change: read((organization) => {
      policy(organization, 'protect-alarms').attachedTo = ['Security', 'Infrastructure', 'Production', 'NonProduction'];
    }),
    expects: /\[sandbox-1 sandbox-2 sandbox-3\] policy "protect-alarms" attached to "Sandbox" is in the document/,
  },
  {
    rule: 'X02',
    fault: 'a role that was deleted',
    change: read((organization) => {
      delete account(organization, 'network').roles['EmergencyAccess'];
    }),
    expects: /X02 BG_NOT_AS_DOCUMENT \[network\] role "EmergencyAccess" is in the document, and is not there$/,
  },
  {
    rule: 'X02',
    fault: 'an account in another OU',
    change: read((organization) => {
      account(organization, 'payments-test').ou = 'Production';
    }),
    expects: /\[payments-test\] an account is not as the document has it: it stands in "Production"$/,
  },
];
