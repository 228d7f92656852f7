import { expect } from 'chai';
import { joinedJson, parseJsonText } from '../../base/json-text.js';
import { compileEventPattern, compileFilterPolicy } from '../../monitoring/index.js';

/**
 * What AWS's own matcher (event-ruler 2.1.0) answered to patterns as they are written: names that are repeated or share a
 * dotted prefix, numbers that a double cannot hold, `$or` as an ordinary name.
 */
const cases: [pattern: string, event: string, matches: boolean][] = [
  ['{"tags":{"app.name":["pay"],"app.env":["prod"]}}', '{"tags":{"app.name":"pay","app.env":"prod"}}', true],
  ['{"tags":{"app.name":["pay"],"app.env":["prod"]}}', '{"tags":{"app.name":"pay","app.env":"test"}}', false],
  ['{"tags":{"app.name":["pay"],"app.env":["prod"]}}', '{"tags":{"app":{"name":"pay"},"app.env":"prod"}}', true],
  ['{"a":{"b":[1],"c":[2]}}', '{"a.b":1,"a":[{"c":3},{"c":2}]}', true],
  ['{"a":{"b":[1],"c":[2]}}', '{"a":[{"b":1},{"c":2}]}', false],
  ['{"a":[1],"a.b":[2]}', '{"a":[1,{"b":2}]}', true],
  ['{"a":[1],"a.b":[2]}', '{"a":[[1],{"b":2}]}', false],
  ['{"detail":{"a":["x"]},"detail":{"b":["y"]}}', '{"detail":{"a":"x","b":"y"}}', true],
  ['{"detail":{"a":["x"]},"detail":{"b":["y"]}}', '{"detail":{"b":"y"}}', false],
  ['{"a":["x"],"a":["y"]}', '{"a":"y"}', true],
  ['{"a":["x"],"a":["y"]}', '{"a":"x"}', false],
  ['{"a":{"b":["x"]},"a.b":["y"]}', '{"a":{"b":"y"}}', true],
  ['{"a":{"b":["x"]},"a.b":["y"]}', '{"a":{"b":"x"}}', false],
  ['{"a":["x"],"$or":[{"a":["y"]},{"b":["z"]}]}', '{"a":"y"}', true],
  ['{"a":["x"],"$or":[{"a":["y"]},{"b":["z"]}]}', '{"a":"x"}', false],
  ['{"a":["x"],"$or":[{"a":["y"]},{"b":["z"]}]}', '{"a":"x","b":"z"}', true],
  ['{"$or":[{"a":["y"]},{"b":["z"]}],"a":["x"]}', '{"a":"x"}', true],
  ['{"$or":[{"a":["y"]},{"b":["z"]}],"a":["x"]}', '{"a":"y"}', false],
  ['{"$or":[{"a":[1]},{"a":[2]}],"$or":[{"b":[1]},{"b":[2]}]}', '{"a":1,"b":2}', true],
  ['{"$or":[{"a":[1]},{"a":[2]}],"$or":[{"b":[1]},{"b":[2]}]}', '{"a":1}', false],
  ['{"$or":{"a":["b"]}}', '{"$or":{"a":"b"}}', true],
  ['{"$or":{"a":["b"]}}', '{"a":"b"}', false],
  ['{"$or":[{"prefix":"a"},{"prefix":"b"}]}', '{"$or":"by"}', true],
  ['{"$or":["x",1]}', '{"$or":1}', true],
  ['{"a":[9007199254740993]}', '{"a":9007199254740993}', true],
  ['{"a":[9007199254740993]}', '{"a":9007199254740992}', false],
  ['{"a":[9007199254740992]}', '{"a":9007199254740993}', false],
  ['{"a":[1e400]}', '{"a":1e401}', false],
  ['{"a":[300]}', '{"a":3.0e2}', true],
  ['{"a":[{"anything-but":9007199254740992}]}', '{"a":9007199254740993}', true],
  ['{"a":[{"numeric":[">",0]}]}', '{"a":9007199254740993}', false],
  ['{"a":[{"exists":true}]}', '{"a":9007199254740993}', true],
  ['{"a":[{"numeric":[">=",1764547200000]}]}', '{"a":1764547200001}', true],
  ['{"a":[{"numeric":[">=",1764547200000]}]}', '{"a":1764547199999}', false],
  ['{"a":[{"numeric":["<",5]}]}', '{"a":-6000000000}', true],
  ['{"a":[{"exactly":"::1"}]}', '{"a":"0:0::0:1"}', false],
  ['{"a":["::1"]}', '{"a":"0:0::0:1"}', true],
];

describe('event patterns as they are written', () => {
  for (const [pattern, event, matches] of cases) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${event}`, () => {
      expect(compileEventPattern(pattern)(parseJsonText(event))).to.equal(matches);
      // A document holds the pattern as a value; of its numbers it holds those that a double does.
      if (!/9007|1e4/.test(pattern + event)) {
        const value = joinedJson(pattern);
        expect(compileEventPattern(value)(parseJsonText(event)), 'as a value').to.equal(matches);
      }
    });
  }

  it('are looked up in an event that spells one name in many ways, each with an array, in bounded time', () => {
    const list = Array.from({ length: 300 }, (_, index) => ({ d: index }));
    const event = { a: { b: { c: list }, 'b.c': list }, 'a.b': { c: list }, 'a.b.c': list };
    expect(compileEventPattern({ a: { b: { c: { d: [-1], e: [1] } } } })(event)).to.equal(false);
    expect(compileEventPattern({ a: { b: { c: { d: [0] } } } })(event)).to.equal(true);
  });
});

describe('JSON texts', () => {
  it('that are none have no value', () => {
    for (const text of ['', '{', '{"a":1,}', '[1 2]', "{'a':1}", '01', '"\n"'])
      expect(parseJsonText(text), text).to.equal(undefined);
  });

  it('have the values that they say', () => {
    const policy = compileFilterPolicy({ 'a"b': [{ prefix: 'é\\' }] }, 'MessageBody');
    expect(policy({ body: ' { "a\\"b" : [ "\\u00e9\\\\x" , 2 ] } ' })).to.equal(true);
    expect(policy({ body: '{"a\\"b":"e"}' })).to.equal(false);
  });
});

describe('filter policies', () => {
  it('over attributes with dots in their names let the message through', () => {
    const attributes = {
      'app.name': { DataType: 'String', StringValue: 'pay' },
      'app.env': { DataType: 'String', StringValue: 'prod' },
    };
    const policy = (env: string): boolean =>
      compileFilterPolicy({ 'app.name': ['pay'], 'app.env': [env] })({ body: '', attributes });
    expect([policy('prod'), policy('test')]).to.deep.equal([true, false]);
  });
});
