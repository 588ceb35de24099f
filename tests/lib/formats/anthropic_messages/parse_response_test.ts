import assert from "node:assert/strict";
import {
  answerExtra,
  parseResponse,
} from "../../../../lib/formats/anthropic_messages/parse_response.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import { flowError } from "../../../support/flow_error.ts";

const MESSAGE = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude",
  content: [{ type: "text", text: "Hi" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 2, service_tier: "priority" },
};

Deno.test("parseResponse reads a message", () => {
  const { usage, ...response } = parseResponse(MESSAGE);

  assert.deepEqual(response, {
    id: "msg_1",
    model: "claude",
    createdAt: null,
    choices: [{
      index: 0,
      parts: [{ type: "text", text: "Hi" }],
      finish: { reason: "stop", raw: "end_turn", stopSequence: null, detail: null },
    }],
    serviceTier: "priority",
  });
  assert.equal(usage?.totalTokens, 5);
});

Deno.test("parseResponse takes an empty answer and one without usage", () => {
  const { choices, usage } = parseResponse({ content: [] });

  assert.deepEqual([choices[0]?.parts, choices[0]?.finish, usage], [[], null, null]);
});

Deno.test("parseResponse gives carried proofs and reasoning back", () => {
  const proof = { format: "gemini", value: { thoughtSignature: "s" } } as const;
  const reasoning = [{ text: "", isSummary: true, proof }];

  const { choices } = parseResponse({
    content: [
      { type: "redacted_thinking", data: packCarrier({ reasoning, proof }) },
      { type: "tool_use", id: "1", name: "f", input: {} },
    ],
  });

  const [thought, call] = choices[0]?.parts ?? [];
  assert.deepEqual(thought, { type: "reasoning", ...reasoning[0] });
  assert.deepEqual(call?.type === "tool_call" && call.proof, proof);
});

Deno.test("answerExtra keeps what only Anthropic tells", () => {
  const body = {
    ...MESSAGE,
    container: { id: "c" },
    context_management: null,
    usage: { ...MESSAGE.usage, server_tool_use: { web_search_requests: 1 } },
  };

  assert.deepEqual(answerExtra(body), {
    container: { id: "c" },
    usage: { server_tool_use: { web_search_requests: 1 } },
  });
  assert.equal(answerExtra(MESSAGE), null);
});

Deno.test("parseResponse refuses what is no message", () => {
  const error = { type: "error", error: { type: "api_error", message: "Broken." } };

  assert.throws(() => parseResponse({}), flowError("upstream_invalid_response", /content/));
  assert.throws(() => parseResponse(error), flowError("upstream_invalid_response", /Broken/));
});
