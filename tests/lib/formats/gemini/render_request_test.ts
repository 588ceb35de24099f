import assert from "node:assert/strict";
import type { ChatRequest } from "../../../../lib/domain/conversation/request.ts";
import { renderRequest } from "../../../../lib/formats/gemini/render_request.ts";

const TARGET = { model: "gemini-2.5-flash", quirks: {}, maxOutputTokens: null };
const BASE: ChatRequest = {
  format: "openai_chat",
  model: "m",
  stream: true,
  messages: [{ role: "user", parts: [{ type: "text", text: "hi" }] }],
  sampling: {},
};

Deno.test("renderRequest writes neither model nor stream: they are in the path", () => {
  assert.deepEqual(renderRequest(BASE, TARGET), {
    body: { contents: [{ role: "user", parts: [{ text: "hi" }] }] },
    headers: {},
    warnings: [],
  });
});

Deno.test("renderRequest names each field that Gemini has no place for, as the caller spells it", () => {
  const { warnings } = renderRequest({
    ...BASE,
    sampling: { logitBias: { "1": 2 } },
    verbosity: "low",
    prediction: { type: "content" },
    metadata: { a: "b" },
    user: "u",
    safetyIdentifier: "s",
    promptCacheKey: "k",
    promptCacheRetention: "24h",
    serviceTier: "scale",
    cache: { ttl: "5m" },
    extra: { format: "openai_chat", fields: { store: true } },
  }, TARGET);

  assert.ok(warnings.every(({ kind }) => kind === "dropped"));
  assert.deepEqual(warnings.map(({ field }) => field), [
    "service_tier",
    "verbosity",
    "prediction",
    "metadata",
    "user",
    "safety_identifier",
    "prompt_cache_key",
    "prompt_cache_retention",
    "logit_bias",
    "cache_control",
    "store",
  ]);
});

Deno.test("renderRequest tells of cache marks once, wherever they stand", () => {
  const cache = { ttl: "1h" } as const;
  const { warnings } = renderRequest({
    ...BASE,
    messages: [{ role: "user", parts: [{ type: "text", text: "hi", cache }] }],
    tools: [{ type: "function", name: "f", cache }],
  }, TARGET);

  assert.equal(warnings.length, 1);
});

Deno.test("renderRequest writes Gemini's own members back in their place", () => {
  const { body, warnings } = renderRequest({
    ...BASE,
    format: "gemini",
    sampling: { temperature: 1 },
    toolChoice: { type: "auto" },
    serviceTier: "default",
    extra: {
      format: "gemini",
      fields: {
        safetySettings: [],
        "generationConfig.imageConfig": { aspectRatio: "1:1" },
        "toolConfig.functionCallingConfig.mode": "VALIDATED",
      },
    },
  }, TARGET);

  assert.deepEqual(warnings, []);
  assert.deepEqual(body, {
    contents: [{ role: "user", parts: [{ text: "hi" }] }],
    toolConfig: { functionCallingConfig: { mode: "VALIDATED" } },
    generationConfig: { temperature: 1, imageConfig: { aspectRatio: "1:1" } },
    serviceTier: "standard",
    safetySettings: [],
  });
});

Deno.test("renderRequest leaves out what the provider refuses, and tells of what was there", () => {
  const request: ChatRequest = { ...BASE, sampling: { seed: 1, topK: 2 }, serviceTier: "flex" };
  const refusedFields = [
    "generationConfig.seed",
    "serviceTier",
    "generationConfig.topP",
    "tools.x",
  ];
  const { body, warnings } = renderRequest(request, { ...TARGET, quirks: { refusedFields } });

  assert.deepEqual(body, {
    contents: [{ role: "user", parts: [{ text: "hi" }] }],
    generationConfig: { topK: 2 },
  });
  assert.deepEqual(warnings.map(({ field }) => field), ["generationConfig.seed", "serviceTier"]);
});
