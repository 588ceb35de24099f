import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  summarizeEnd,
  summarizeResponse,
} from "../../../../lib/formats/openai_chat/response_summary.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const UNREADABLE = {
  usage: NO_USAGE,
  model: null,
  finishReason: null,
  isJsonObject: false,
  error: null,
};
const USAGE = `"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}`;

/** An answer with so much data that it is not parsed as a whole. */
const largeAnswer = (members: string) => `{"data":[${"0.125,".repeat(20_000)}1],${members}}`;

for (
  const [size, render] of [["small", (m: string) => `{${m}}`], ["large", largeAnswer]] as const
) {
  Deno.test(`summarizeResponse reads usage, model and finish reason of a ${size} answer`, () => {
    const members = `"model":"m-1","choices":[{"finish_reason":"length"}],${USAGE}`;

    const summary = summarizeResponse(bytes(`\n ${render(members)} \n`));

    assert.equal(summary.usage.totalTokens, 7);
    assert.equal(summary.model, "m-1");
    assert.equal(summary.finishReason, "length");
    assert.equal(summary.isJsonObject, true);
    assert.equal(summary.error, null);
  });

  Deno.test(`summarizeResponse finds an error in a ${size} answer`, () => {
    assert.equal(summarizeResponse(bytes(render(`"error":{"message":"Oops"}`))).error, "Oops");
    assert.equal(summarizeResponse(bytes(render(`"error":"Oops"`))).error, "Oops");
    assert.equal(
      summarizeResponse(bytes(render(`"object":"error","message":null`))).error,
      "The provider reported an error without a message.",
    );
    assert.equal(summarizeResponse(bytes(render(`"error":null`))).error, null);
  });
}

Deno.test("summarizeResponse takes the first finish reason that is given", () => {
  const summary = summarizeResponse(
    bytes(`{"choices":[null,{"finish_reason":""},{"finish_reason":"stop"}]}`),
  );

  assert.equal(summary.finishReason, "stop");
});

for (const text of ["", " ", "[]", `"x"`, "null", "<html></html>", `{"a":1`, `{"usage":{"a":}}`]) {
  Deno.test(`summarizeResponse cannot read ${JSON.stringify(text)}`, () => {
    assert.deepEqual(summarizeResponse(bytes(text)), UNREADABLE);
  });
}

Deno.test("summarizeResponse never throws, whatever the bytes", () => {
  const inside = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string().map(bytes));
  fc.assert(fc.property(inside, fc.boolean(), (body, isLarge) => {
    const filler = isLarge ? bytes(`"data":[${"1,".repeat(40_000)}1],`) : new Uint8Array(0);
    const all = new Uint8Array([...bytes("{"), ...filler, ...body, ...bytes("}")]);

    assert.equal(typeof summarizeResponse(all).isJsonObject, "boolean");
  }));
});

const ends: [what: string, end: string, total: number | null, model: string | null][] = [
  ["usage behind the data", `0.25]}],"model":"m-1",${USAGE}}\n`, 7, "m-1"],
  ["the model behind usage", `0.25]}],${USAGE},"model":"m-1"}`, 7, "m-1"],
  ["data behind usage", `0.1],${USAGE},"data":[1,2]}`, 7, null],
  ["nothing known", `0.1],"id":"x"}`, null, null],
  ["usage inside something else", `0.1],"x":{${USAGE}}}`, null, null],
];
for (const [what, end, total, model] of ends) {
  Deno.test(`summarizeEnd reads the end of an answer with ${what}`, () => {
    const summary = summarizeEnd(bytes(end));

    assert.equal(summary.usage.totalTokens, total);
    assert.equal(summary.model, model);
    assert.equal(summary.isJsonObject, true);
  });
}

Deno.test("summarizeEnd cannot read the end of an answer that broke off", () => {
  assert.deepEqual(summarizeEnd(bytes(`0.1],${USAGE},"mod`)), UNREADABLE);
});
