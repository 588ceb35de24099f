import assert from "node:assert/strict";
import {
  optionalObject,
  optionalText,
  requireObject,
  requireText,
  unknownMembers,
  wrongValue,
} from "../../../../lib/formats/openai_chat/wrong_value.ts";
import { refusal } from "../../../support/chat_format.ts";

Deno.test("requireText and requireObject name the field, the rule and what stood there", () => {
  const wrong = refusal(() => requireText(5, "messages[0].name"));
  const missing = refusal(() => requireObject(undefined, "tools[0]"));

  assert.deepEqual([wrong.code, wrong.param], ["invalid_request", "messages[0].name"]);
  assert.equal(wrong.message, "Invalid 'messages[0].name': expected a string, but got number.");
  assert.equal(missing.message, "Invalid 'tools[0]': expected an object, but it is missing.");
});

Deno.test("optionalText and optionalObject take null for nothing, but no other type", () => {
  assert.equal(optionalText(null, "a"), undefined);
  assert.equal(optionalText("", "a"), "");
  assert.equal(optionalObject(undefined, "a"), undefined);
  assert.equal(refusal(() => optionalText(false, "a")).param, "a");
  assert.equal(refusal(() => optionalObject([], "a")).message.endsWith("got array."), true);
});

Deno.test("unknownMembers keeps what is not known and says something", () => {
  const extra = unknownMembers({ a: 1, b: null, c: 3 }, new Set(["a"]));

  assert.deepEqual(extra, { format: "openai_chat", fields: { c: 3 } });
  assert.equal(unknownMembers({ a: 1 }, new Set(["a"])), undefined);
});

Deno.test("wrongValue is the caller's mistake", () => {
  assert.equal(wrongValue("n", "No.").status, 400);
});
