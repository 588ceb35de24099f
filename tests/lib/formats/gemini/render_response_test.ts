import assert from "node:assert/strict";
import type { ChatResponse, Finish } from "../../../../lib/domain/conversation/answer.ts";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import type { ReasoningWish } from "../../../../lib/domain/conversation/request.ts";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import { renderResponse } from "../../../../lib/formats/gemini/render_response.ts";
import { readSignature } from "../../../../lib/formats/gemini/signatures.ts";
import { isObject } from "../../../../lib/formats/json/guards.ts";

const STOP: Finish = { reason: "stop", raw: "end_turn", stopSequence: null, detail: null };
const answer = (parts: readonly Part[], more: Partial<ChatResponse> = {}): ChatResponse => ({
  id: "msg_1",
  model: "claude",
  createdAt: 7,
  choices: [{ index: 0, parts, finish: STOP }],
  usage: null,
  ...more,
});
const render = (response: ChatResponse, reasoning: ReasoningWish = { summary: "auto" }) =>
  renderResponse(response, {
    request: { format: "gemini", model: "m", stream: false, messages: [], sampling: {}, reasoning },
    body: {},
    newId: () => "new-id",
    nowS: 1,
  });
const partsOf = (body: Readonly<Record<string, unknown>>) => {
  const [candidate] = Array.isArray(body.candidates) ? body.candidates : [];
  const content = isObject(candidate) && isObject(candidate.content) ? candidate.content : {};
  return Array.isArray(content.parts) ? content.parts.filter(isObject) : [];
};

const PROOF = { format: "anthropic_messages", value: { signature: "s" } } as const;
const THOUGHT: Part = { type: "reasoning", text: "hm", isSummary: false, proof: PROOF };
const CALL: Part = { type: "tool_call", id: "c", name: "f", kind: "function", arguments: "{}" };

Deno.test("renderResponse writes an answer as Google would", () => {
  const { body, warnings } = render(answer([{ type: "text", text: "Hi" }], {
    usage: { ...NO_USAGE, promptTokens: 1, completionTokens: 2, totalTokens: 3 },
    serviceTier: "default",
  }));

  assert.deepEqual(body, {
    candidates: [{
      content: { parts: [{ text: "Hi" }], role: "model" },
      finishReason: "STOP",
      index: 0,
    }],
    usageMetadata: {
      promptTokenCount: 1,
      candidatesTokenCount: 2,
      totalTokenCount: 3,
      serviceTier: "standard",
    },
    modelVersion: "claude",
    responseId: "msg_1",
  });
  assert.deepEqual(warnings, []);
});

Deno.test("renderResponse lets foreign reasoning ride on the next call, shown or not", () => {
  const shown = partsOf(render(answer([THOUGHT, { type: "text", text: "So." }, CALL])).body);
  const hidden = partsOf(render(answer([THOUGHT, CALL]), {}).body);

  assert.deepEqual(shown.map((part) => Object.keys(part)), [
    ["text", "thought"],
    ["text"],
    ["functionCall", "thoughtSignature"],
  ]);
  for (const parts of [shown, hidden]) {
    assert.deepEqual(readSignature(parts.at(-1)?.thoughtSignature).reasoning, [THOUGHT]);
  }
  assert.equal(hidden.length, 1);
});

Deno.test("renderResponse lets proven reasoning ride on the last text when no call comes", () => {
  const [, text] = partsOf(render(answer([THOUGHT, { type: "text", text: "So." }])).body);
  const [alone] = partsOf(render(answer([THOUGHT]), {}).body);

  assert.equal(text?.text, "So.");
  assert.deepEqual(readSignature(text?.thoughtSignature).reasoning, [THOUGHT]);
  assert.deepEqual(readSignature(alone?.thoughtSignature).reasoning, [THOUGHT]);
});

Deno.test("renderResponse leaves the answer to a blocked prompt without candidates", () => {
  const promptFeedback = { blockReason: "SAFETY" };
  const { body } = render(answer([], { extra: { format: "gemini", fields: { promptFeedback } } }));

  assert.deepEqual(body.promptFeedback, promptFeedback);
  assert.ok(!("candidates" in body));
});

Deno.test("renderResponse makes an id where the provider gave none, and shows a failure", () => {
  const error = {
    kind: "server",
    status: 500,
    message: "Broke.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;
  const { body } = render(answer([], { id: null, model: null, error }));

  assert.equal(body.responseId, "new-id");
  assert.ok(!("modelVersion" in body));
  assert.match(JSON.stringify(body), /"finishReason":"OTHER","finishMessage":"Broke\."/);
});

Deno.test("renderResponse writes logprobs, citations, refusals and Gemini's own members", () => {
  const raw = { format: "openai_chat", fields: {} } as const;
  const citation = { url: "u", title: null, citedText: "Hi", start: 0, end: 2, raw };
  const { body, warnings } = render({
    ...answer([]),
    choices: [{
      index: 0,
      parts: [{ type: "text", text: "Hi", citations: [citation] }, {
        type: "refusal",
        text: "No.",
      }],
      finish: STOP,
      logprobs: { content: [{ token: "Hi", logprob: -1 }] },
      extra: { format: "gemini", fields: { urlContextMetadata: {} } },
    }],
  });

  const text = JSON.stringify(body);
  for (const member of ["groundingSupports", "chosenCandidates", "urlContextMetadata", "No."]) {
    assert.ok(text.includes(member), member);
  }
  assert.deepEqual(warnings, []);
});
