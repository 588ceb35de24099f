import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import {
  CHAT_FIELDS,
  checkFields,
  checkMessages,
  COMPLETION_FIELDS,
  EMBEDDING_FIELDS,
  requireField,
} from "../../../../lib/formats/openai_chat/fields.ts";

/** Runs and gives the error, so that message and field can be looked at. */
function refusal(run: () => void): FlowError {
  try {
    run();
  } catch (error) {
    if (error instanceof FlowError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

const wrong: [fields: typeof CHAT_FIELDS, key: string, value: unknown, got: string][] = [
  [CHAT_FIELDS, "temperature", "hot", "expected a number, but got a string"],
  [CHAT_FIELDS, "n", 1.5, "expected an integer, but got number 1.5"],
  [CHAT_FIELDS, "stream", 1, "expected true or false, but got number 1"],
  [CHAT_FIELDS, "stop", [1], "expected a string or an array of strings, but got an array"],
  [CHAT_FIELDS, "tools", {}, "expected an array of objects, but got an object"],
  [CHAT_FIELDS, "tools", ["f"], "expected an array of objects, but got an array"],
  [CHAT_FIELDS, "tool_choice", true, "expected a string or an object, but got boolean true"],
  [CHAT_FIELDS, "logit_bias", [], "expected an object, but got an array"],
  [CHAT_FIELDS, "user", 5, "expected a string, but got number 5"],
  [COMPLETION_FIELDS, "logprobs", true, "expected an integer, but got boolean true"],
  [COMPLETION_FIELDS, "prompt", 1, "expected a string or an array, but got number 1"],
  [EMBEDDING_FIELDS, "input", {}, "expected a string or an array, but got an object"],
  [EMBEDDING_FIELDS, "dimensions", "8", "expected an integer, but got a string"],
];
for (const [fields, key, value, got] of wrong) {
  Deno.test(`checkFields refuses ${JSON.stringify(value)} for ${key} and says what it expects`, () => {
    const error = refusal(() => checkFields({ [key]: value }, fields));

    assert.equal(error.code, "invalid_request");
    assert.equal(error.param, key);
    assert.equal(error.message, `Invalid type for '${key}': ${got}.`);
  });
}

Deno.test("checkFields never quotes text: it may be a secret in the wrong place", () => {
  const error = refusal(() => checkFields({ temperature: "sk-secret" }, CHAT_FIELDS));

  assert.ok(!error.message.includes("sk-secret"));
});

const right: [fields: typeof CHAT_FIELDS, body: Record<string, unknown>][] = [
  [CHAT_FIELDS, { temperature: 0, n: 1, stream: false, stop: ["a"], tools: [], logprobs: true }],
  [CHAT_FIELDS, { temperature: null, n: null, tools: null, future: Symbol.iterator }],
  [CHAT_FIELDS, { tool_choice: "auto", stop: "x", seed: -1, reasoning_effort: "ultra" }],
  [COMPLETION_FIELDS, { prompt: [1, 2], logprobs: 5, echo: true }],
  [EMBEDDING_FIELDS, { input: [[1], [2]], encoding_format: "base64", temperature: "any" }],
];
right.forEach(([fields, body], i) => {
  Deno.test(`checkFields accepts right types, null and fields it does not know (${i + 1})`, () => {
    assert.doesNotThrow(() => checkFields(body, fields));
  });
});

Deno.test("requireField tells a missing field from null", () => {
  const missing = refusal(() => requireField({}, "input"));
  const none = refusal(() => requireField({ input: null }, "input"));

  assert.equal(missing.param, "input");
  assert.match(missing.message, /not in the request body/);
  assert.match(none.message, /it is null/);
  assert.doesNotThrow(() => requireField({ input: "" }, "input"));
});

Deno.test("checkMessages names the message at fault", () => {
  const user = { role: "user", content: "hi" };

  assert.equal(refusal(() => checkMessages([user, null])).param, "messages[1]");
  assert.equal(refusal(() => checkMessages([user, user, { role: 1 }])).param, "messages[2].role");
  assert.doesNotThrow(() => checkMessages([user, { role: "future", extra: 1 }]));
  assert.doesNotThrow(() => checkMessages([]));
});
