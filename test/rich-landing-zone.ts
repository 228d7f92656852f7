/** Everything of a landing zone that reading could get wrong, at least once. */
export const RICH = `
ous: { Deep: { in: Production, id: ou-abcd-12345678 } }
accounts:
  deep: { ou: Deep }
  security-tooling: { passwordPolicy: { maxAgeDays: 90, hardExpiry: true }, samlProviders: { legacy: { validUntil: "2027-01-31T00:00:00Z" }, other: {} } }
  log-archive:
    passwordPolicy: {}
    policies: { read-logs: { statements: { Read: { Effect: Allow, Action: ["s3:GetObject"], Resource: "*" } } } }
    groups: { readers: { path: /people/, managedPolicies: ["arn:aws:iam::<self>:policy/read-logs"], policies: { p: { statement-1: { Effect: Deny, Action: "s3:Delete*", Resource: "*" } } } } }
    users:
      nina: { groups: [readers], tags: { team: audit }, permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess", mfa: { key: { kind: fido }, phone: {} }, password: true, passwordResetRequired: true, otherCredentials: { git: { kind: service-specific, service: codecommit.amazonaws.com } } }
      oskar: { path: /a/b/ }
    roles: { Auditor: { tags: { a: b }, permissionsBoundary: "arn:aws:iam::<self>:policy/read-logs", trust: { Own: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:user/nina" } }, Service: { Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: ec2.amazonaws.com } } } } }
    monitoring:
      trails: { own: { region: us-east-1, multiRegion: false, globalServiceEvents: false, logging: false, records: WriteOnly, fileValidation: false }, blind: { region: eu-west-1, records: None } }
      logGroups: { plain: { region: us-east-1 } }
      alarms: { slow: { region: us-east-1, namespace: N, metric: m, statistic: Maximum, periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 5, comparison: GreaterThanThreshold, missingData: ignore, actionsEnabled: false } }
      eventRules: { off: { regions: [eu-west-1, us-east-1], state: DISABLED, pattern: { source: [aws.iam], region: [eu-west-1] }, targets: { q: { arn: "arn:aws:sqs:<region>:<self>:in" }, said: { arn: "arn:aws:sns:<region>:<self>:secret", input: '"used"', deadLetter: "arn:aws:sqs:<region>:<self>:in", retry: { attempts: 3, ageSeconds: 60 } }, part: { arn: "arn:aws:sns:<region>:<self>:secret", inputPath: "$.detail", retry: { attempts: 0 } }, told: { arn: "arn:aws:events:us-east-1:<self>:event-bus/central", role: "arn:aws:iam::<self>:role/Auditor", inputTransformer: { paths: { who: "$.detail.userIdentity.arn", region: "$.region" }, template: '"<who> in <region>"' } } } } }
      eventBuses: { default: { regions: [us-east-1], policy: { Others: { Effect: Allow, Principal: { AWS: "arn:aws:iam::<management>:root" }, Action: "events:PutEvents", Resource: "arn:aws:events:us-east-1:<self>:event-bus/default" } } }, central: { regions: [us-east-1] } }
      topics: { secret: { regions: [us-east-1], kmsKey: alias/aws/sns, subscriptions: { a: { protocol: email, endpoint: a@example.com, confirmed: false }, b: { protocol: sqs, endpoint: "arn:aws:sqs:us-east-1:<self>:in", filterPolicy: { kind: [x] }, filterPolicyScope: MessageBody, raw: true, deadLetter: "arn:aws:sqs:us-east-1:<self>:in" } } } }
      queues: { in: { regions: [eu-west-1, us-east-1] } }
identityCenter:
  people: { paul: { displayName: Paul, email: paul@example.com, disabled: true } }
  groups: { auditors: { members: [erin, paul] } }
  permissionSets: { Bounded: { permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess", managedPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess"] } }
  assignments: { a: { group: auditors, permissionSet: Bounded, accounts: everyMemberAccount }, b: { person: paul, permissionSet: Bounded, accounts: [network, deep] } }
resourceControlPolicies: { perimeter: { description: Only ours., attachedTo: [Root, network], statements: { S: { Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*", Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": <organization> }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } } } } }
`;
