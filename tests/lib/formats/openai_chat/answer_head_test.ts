import assert from "node:assert/strict";
import {
  logprobsIn,
  readHead,
  tierMember,
  usageIn,
} from "../../../../lib/formats/openai_chat/answer_head.ts";

Deno.test("readHead keeps what is unknown, and neither paddings nor what helps nobody else", () => {
  const head = readHead({
    id: "c-1",
    object: "chat.completion.chunk",
    created: 5,
    model: "m",
    service_tier: "flex",
    choices: [],
    obfuscation: "xyz",
    system_fingerprint: "fp",
    novelty: { a: 1 },
  });

  assert.deepEqual(head, {
    id: "c-1",
    model: "m",
    createdAt: 5,
    serviceTier: "flex",
    extra: { format: "openai_chat", fields: { novelty: { a: 1 } } },
  });
});

Deno.test("readHead takes Azure's empty first chunk for saying nothing", () => {
  assert.deepEqual(readHead({ id: "", model: "", created: 0, object: "", choices: [] }), {
    id: null,
    model: null,
    createdAt: null,
  });
});

const usage = { prompt_tokens: 3, completion_tokens: 4 };
const places: [where: string, body: Record<string, unknown>][] = [
  ["at the top", { usage }],
  ["under x_groq", { x_groq: { usage } }],
  ["inside a choice", { choices: [{ index: 0 }, { usage }] }],
];

for (const [where, body] of places) {
  Deno.test(`usageIn finds the counts ${where}`, () => {
    assert.deepEqual([usageIn(body)?.promptTokens, usageIn(body)?.completionTokens], [3, 4]);
  });
}

Deno.test("usageIn finds none in null or an empty object", () => {
  assert.equal(usageIn({ usage: null }), null);
  assert.equal(usageIn({ usage: {} }), null);
});

Deno.test("logprobsIn leaves out what says nothing", () => {
  assert.deepEqual(logprobsIn({ logprobs: { content: [1], refusal: null } }), { content: [1] });
  assert.equal(logprobsIn({ logprobs: { content: null } }), null);
  assert.equal(logprobsIn({ logprobs: null }), null);
});

Deno.test("tierMember tells the tiers that OpenAI's clients know", () => {
  assert.deepEqual(tierMember("priority"), { service_tier: "priority" });
  assert.deepEqual(tierMember("standard"), { service_tier: "default" });
  assert.deepEqual(tierMember("on_demand"), {});
  assert.deepEqual(tierMember(undefined), {});
});
