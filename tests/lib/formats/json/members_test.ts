import assert from "node:assert/strict";
import fc from "fast-check";
import {
  appendMember,
  applyEdits,
  memberValue,
  removeMembers,
  replaceValue,
  topLevelMembers,
} from "../../../../lib/formats/json/members.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (json: Uint8Array) => new TextDecoder().decode(json);

const spaced = fc.dictionary(fc.string(), fc.jsonValue()).map((object) => ({
  object,
  json: JSON.stringify(object, null, 2),
}));

Deno.test("topLevelMembers finds every member and its exact value in any JSON object", () => {
  fc.assert(fc.property(spaced, ({ object, json }) => {
    const members = topLevelMembers(bytes(json));

    const found = members.map((m) => [m.key, memberValue(bytes(json), m)]);
    assert.deepEqual(found, Object.entries(JSON.parse(json)));
    assert.equal(members.length, Object.keys(object).length);
  }));
});

Deno.test("topLevelMembers sees duplicates, escapes in keys, and braces inside strings", () => {
  const json = bytes(`{ "a":"}\\"{" , "\\u0061": [1,{"b":"]"}],"c":-1.50e+3 }`);

  const members = topLevelMembers(json);

  assert.deepEqual(members.map((m) => m.key), ["a", "a", "c"]);
  assert.equal(text(json.subarray(members[2]!.valueStart, members[2]!.valueEnd)), "-1.50e+3");
});

Deno.test("removeMembers takes out any set of members and leaves valid JSON", () => {
  fc.assert(fc.property(spaced, fc.infiniteStream(fc.boolean()), ({ json }, coin) => {
    const source = bytes(json);
    const members = topLevelMembers(source);
    const doomed = new Set(members.filter(() => coin.next().value === true));

    const edited = applyEdits(source, removeMembers(members, (m) => doomed.has(m)));

    const expected = members.filter((m) => !doomed.has(m)).map((m) => [
      m.key,
      memberValue(source, m),
    ]);
    assert.deepEqual(Object.entries(JSON.parse(text(edited))), expected);
  }));
});

Deno.test("applyEdits changes only what is edited: spelling, spaces and order stay", () => {
  const source = bytes(`{ "model" :"a/b",\n\t"seed":1e2, "user":"x" , "z":null}`);
  const members = topLevelMembers(source);

  const edited = applyEdits(source, [
    replaceValue(members[0]!, "b"),
    ...removeMembers(members, (m) => m.key === "user"),
    appendMember(source, "stream_options", { include_usage: true }),
  ]);

  assert.equal(
    text(edited),
    `{ "model" :"b",\n\t"seed":1e2 , "z":null,"stream_options":{"include_usage":true}}`,
  );
});

Deno.test("applyEdits returns the same array when there is nothing to edit", () => {
  const source = bytes("{}");

  assert.equal(applyEdits(source, []), source);
});
