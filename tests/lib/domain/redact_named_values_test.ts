import assert from "node:assert/strict";
import { redactNamedValues } from "../../../lib/domain/redact_named_values.ts";

const named = (text: string): string => redactNamedValues(text, (value) => `<${value}>`);

Deno.test("redactNamedValues cuts the whole value and nothing else", () => {
  const table: [string, string][] = [
    ['{"password":"a","b":"c"}', '{"password":"<a>","b":"c"}'],
    ['{"x-api-key" : "a b"}', '{"x-api-key" : "<a b>"}'],
    ['{"apiKey":"a\\\\","b":1}', '{"apiKey":"<a\\\\>","b":1}'],
    ['{"api_key":"cut off', '{"api_key":"<cut off>'],
    ['api_key="a", model="b"', 'api_key="<a>", model="b"'],
    ["clientSecret: 'a\"b'", "clientSecret: '<a>\"b'"],
    ["Authorization: Basic a, x", "Authorization: Basic <a>, x"],
    ["the api key: abcd1234 is mine", "the api key: <abcd1234> is mine"],
    ["GROQ_KEY=abcdef\nB_TOKEN='ghijkl'", "GROQ_KEY=<abcdef>\nB_TOKEN='<ghijkl>'"],
  ];
  for (const [text, expected] of table) assert.equal(named(text), expected);
});

Deno.test("redactNamedValues cuts a value at every depth of JSON in JSON", () => {
  let text = '{"password":"p\\"q","n":1}';
  let expected = '{"password":"<>","n":1}';
  for (let depth = 0; depth < 4; depth++) {
    assert.equal(redactNamedValues(text, () => "<>"), expected);
    text = JSON.stringify([text]);
    expected = JSON.stringify([expected]);
  }
});

Deno.test("redactNamedValues tells a closing quote from an opening one", () => {
  const ends = [
    '{"a":"your password:","b":"c"}',
    '{"a":"your \\"password\\":","b":"c"}',
    '["{\\"a\\":\\"password:\\"}"]',
    '{"a":"password="}',
  ];
  for (const text of ends) assert.equal(named(text), text);
});

Deno.test("redactNamedValues leaves prose and code behind such names alone", () => {
  const harmless = [
    "password: required, api_key: string",
    "api_key=get_key(), password=password",
    '{"api_key":null,"authorization":true,"password":{"type":"string"}}',
    '{"page_token":"abc","next_key":"abc"}',
  ];
  for (const text of harmless) assert.equal(named(text), text);
});
