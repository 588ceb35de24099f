import assert from "node:assert/strict";
import { NO_USAGE } from "../../../../lib/domain/usage.ts";
import {
  messageId,
  renderResponse,
  warnOfFinish,
  warnOfLogprobs,
} from "../../../../lib/formats/anthropic_messages/render_response.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";
import { answer, call, chatRequest, context, text } from "../../../support/anthropic.ts";

Deno.test("renderResponse writes a message", () => {
  const { body, warnings } = renderResponse(
    answer([text("Hi"), call("c1", "f", `{"a":1}`)], {
      usage: { ...NO_USAGE, promptTokens: 5, cachedTokens: 2, completionTokens: 3 },
      serviceTier: "default",
    }),
    context(),
  );

  assert.deepEqual(body, {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [
      { type: "text", text: "Hi" },
      { type: "tool_use", id: "c1", name: "f", input: { a: 1 } },
    ],
    stop_reason: "tool_use",
    stop_sequence: null,
    usage: {
      input_tokens: 3,
      cache_read_input_tokens: 2,
      output_tokens: 3,
      service_tier: "standard",
    },
  });
  assert.deepEqual(warnings, []);
});

Deno.test("renderResponse puts thinking, its signature and citations together", () => {
  const proof = { format: "anthropic_messages", value: { signature: "s" } } as const;
  const cited = { type: "char_location", cited_text: "x" };
  const citation = {
    url: null,
    title: null,
    citedText: "x",
    start: null,
    end: null,
    raw: { format: "anthropic_messages", fields: cited },
  } as const;

  const { body } = renderResponse(
    answer([
      { type: "reasoning", text: "hm", isSummary: false, proof },
      { ...text("a"), citations: [citation] },
    ]),
    context(),
  );

  assert.deepEqual(body.content, [
    { type: "thinking", thinking: "hm", signature: "s" },
    { type: "text", text: "a", citations: [cited] },
  ]);
});

Deno.test("renderResponse gives the caller's tools their own names", () => {
  const request = chatRequest({ tools: [{ type: "function", name: "files.read" }] });
  const flat = /^files_read_[0-9a-f]{8}$/;
  const name = `files_read_${"0".repeat(8)}`;

  const unknown = renderResponse(answer([call("1", name)]), context(request));

  assert.match(name, flat);
  assert.deepEqual(unknown.body.content, [{ type: "tool_use", id: "1", name, input: {} }]);
});

Deno.test("renderResponse shows the model under the name that the caller must see", () => {
  const { body } = renderResponse(answer([]), { ...context(), shownModel: "mock/claude" });

  assert.equal(body.model, "mock/claude");
});

Deno.test("renderResponse names what it leaves out", () => {
  const given = answer([], {
    id: "chatcmpl-1",
    model: null,
    extra: { format: "openai_chat", fields: { system_fingerprint: "x" } },
    choices: [
      {
        index: 0,
        parts: [text("a")],
        finish: { reason: "error", raw: "MALFORMED", stopSequence: null, detail: null },
        logprobs: {},
      },
      { index: 1, parts: [], finish: null },
    ],
  });

  const { body, warnings } = renderResponse(given, context());

  assert.deepEqual([body.id, body.model, body.stop_reason], ["msg_id1", "m", "refusal"]);
  assert.deepEqual(warnings.map(({ field }) => field), [
    "choices",
    "logprobs",
    "stop_reason",
    "system_fingerprint",
  ]);
});

Deno.test("renderResponse writes Anthropic's own members back", () => {
  const fields = { container: { id: "c" }, usage: { server_tool_use: { web_search_requests: 1 } } };

  const { body } = renderResponse(
    answer([], { extra: { format: "anthropic_messages", fields } }),
    context(),
  );

  assert.deepEqual(body.container, { id: "c" });
  assert.deepEqual(body.usage, { input_tokens: 0, output_tokens: 0, ...fields.usage });
});

Deno.test("renderResponse tells a failed answer from a good one", () => {
  const error = {
    kind: "server",
    status: 500,
    message: "Broken.",
    type: null,
    code: null,
    param: null,
    retryAfterMs: null,
  } as const;

  const { body } = renderResponse(answer([text("a")], { error }), context());

  assert.equal(body.stop_reason, "refusal");
});

Deno.test("messageId keeps Anthropic's ids and makes others", () => {
  assert.equal(messageId("msg_7", context()), "msg_7");
  assert.equal(messageId(null, context()), "msg_id1");
});

Deno.test("warnOfFinish and warnOfLogprobs say what is lost", () => {
  const losses = new Losses();

  warnOfFinish(null, losses);
  warnOfFinish({ reason: "error", raw: null, stopSequence: null, detail: null }, losses);
  warnOfLogprobs(losses);

  assert.deepEqual(losses.list.map(({ field }) => field), ["stop_reason", "logprobs"]);
});
