import assert from "node:assert/strict";
import type { Warning } from "../../../lib/domain/conversation/warning.ts";
import { MESSAGES } from "../../../lib/formats/anthropic_messages/endpoints.ts";
import { anthropicMessages } from "../../../lib/formats/anthropic_messages/codec.ts";
import { readCall } from "../../../lib/formats/call.ts";
import { openAiChat } from "../../../lib/formats/openai_chat/codec.ts";
import {
  answerContext,
  jsonBytes,
  parseCall,
  translateWhole,
  type Translation,
  warningsHeader,
} from "../../../lib/gateway/translation.ts";
import { flowError } from "../../support/flow_error.ts";

const ASKED = { model: "m", max_tokens: 9, messages: [{ role: "user", content: "Hi" }] };

function translation(body: object = ASKED): Translation {
  const call = readCall(jsonBytes(body), MESSAGES);
  const request = parseCall(call, anthropicMessages);
  const context = answerContext(call, request, () => "id-1", 5_999);
  return { provider: openAiChat, caller: anthropicMessages, context };
}

Deno.test("parseCall and answerContext know the call as its caller sent it", () => {
  const { context } = translation({ ...ASKED, stream: true });

  assert.equal(context.request.stream, true);
  assert.equal(context.request.model, "m");
  assert.equal(context.body.max_tokens, 9);
  assert.equal(context.nowS, 5);
});

Deno.test("translateWhole reads a stream where a whole answer was expected", () => {
  const chunk = {
    id: "c",
    choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: "stop" }],
  };
  const bytes = new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);

  const { text } = translateWhole(bytes, translation(), "X");

  assert.deepEqual(JSON.parse(text).content, [{ type: "text", text: "Hi" }]);
});

for (const [what, bytes] of [["HTML", "<html>"], ["nothing", ""], ["a list", "[]"]] as const) {
  Deno.test(`translateWhole takes ${what} for no answer, and names who sent it`, () => {
    assert.throws(
      () => translateWhole(new TextEncoder().encode(bytes), translation(), "OpenAI (x.test)"),
      flowError("upstream_invalid_response", /^OpenAI \(x\.test\)/),
    );
  });
}

const warning = (message: string): Warning => ({ kind: "dropped", field: "f", message });

Deno.test("warningsHeader is a text that a header can hold, however much was lost", () => {
  assert.equal(warningsHeader([]), null);
  assert.equal(warningsHeader([warning("a"), warning("ü\n")]), "f: a; f: %C3%BC%0A");
  assert.equal(warningsHeader([warning("x".repeat(5000))])?.length, 2000);
});
