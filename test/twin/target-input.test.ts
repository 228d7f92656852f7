import { expect } from 'chai';
import { targetInput } from '../../twin/delivery/target-input.js';

const event = {
  version: '0' as const,
  id: 'e-1',
  'detail-type': 'Order',
  source: 'shop',
  account: '111122223333',
  time: '2026-06-01T03:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:first', 'arn:second'],
  detail: {
    who: 'me',
    quoted: 'say "hi"',
    count: 3,
    none: null,
    list: [{ id: 'a' }, { id: 'b' }],
    part: { a: 'x', b: ['y'] },
  },
};
const rule = { arn: 'arn:aws:events:eu-west-1:111122223333:rule/orders', name: 'orders' };
const paths = {
  who: '$.detail.who',
  quoted: '$.detail.quoted',
  count: '$.detail.count',
  absent: '$.detail.absent',
  part: '$.detail.part',
  first: '$.resources[0]',
  ids: '$.detail.list[*].id',
};

const filled = (InputTemplate: string): string | undefined =>
  targetInput(
    {
      Id: 'queue',
      Arn: 'arn:aws:sqs:eu-west-1:111122223333:q',
      InputTransformer: { InputPathsMap: paths, InputTemplate },
    },
    { rule, event, ingestedAt: Date.UTC(2026, 5, 1, 3, 0, 5) },
  );

/** The first ten are of the kinds that LocalStack recorded on a live account. */
const cases: [template: string, text: string | undefined][] = [
  ['"Event of <who>, <absent>."', '"Event of me, ."'],
  ['{"who": <who>, "none": <absent>}', '{"who": "me", "none": ""}'],
  ['{"who": "<who>", "path": "users/<who>/<who>"}', '{"who": "me", "path": "users/me/me"}'],
  ['{"part": <part>, "list": [<who>, "x"]}', '{"part": {"a":"x","b":["y"]}, "list": ["me", "x"]}'],
  ['"Part <part> of <ids>"', '"Part {a:x,b:[y]} of [a,b]"'],
  ['"<who> first"\n"<absent> second"', '"me first"\n" second"'],
  ['{"part": "<part>"}', undefined],
  ['{"ids": "<ids>"}', undefined],
  ['"<aws.events.rule-arn> <aws.events.rule-name>"', `"${rule.arn} orders"`],
  ['{"at": <aws.events.event.ingestion-time>}', '{"at": "2026-06-01T03:00:05Z"}'],
  ['{"all": <aws.events.event.json>}', `{"all": ${JSON.stringify(event)}}`],
  ['{"count": <count>, "ids": <ids>, "first": <first>}', '{"count": 3, "ids": ["a","b"], "first": "arn:first"}'],
  ['{"said": "<quoted>", "again": <quoted>}', '{"said": "say \\"hi\\"", "again": "say \\"hi\\""}'],
  ['{"escaped \\" <who>": <who>}', '{"escaped \\" me": "me"}'],
  ['<part>', '{"a":"x","b":["y"]}'],
];

describe('what a target is given', () => {
  for (const [template, text] of cases)
    it(`${template} is ${text === undefined ? 'not delivered' : 'filled'}`, () => {
      expect(filled(template)).to.equal(text);
    });

  it('of the event without its detail has the names that AWS gives it', () => {
    expect(JSON.parse(filled('{"event": <aws.events.event>}') ?? '')).to.deep.equal({
      event: {
        id: 'e-1',
        account: '111122223333',
        detailType: 'Order',
        time: '2026-06-01T03:00:05Z',
        source: 'shop',
        region: 'eu-west-1',
        resources: ['arn:first', 'arn:second'],
        version: '0',
      },
    });
  });
});
