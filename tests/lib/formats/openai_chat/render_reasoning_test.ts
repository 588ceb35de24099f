import assert from "node:assert/strict";
import type { ReasoningPart } from "../../../../lib/domain/conversation/parts.ts";
import type { Quirks } from "../../../../lib/domain/conversation/quirks.ts";
import type { Message } from "../../../../lib/domain/conversation/request.ts";
import { renderReasoning } from "../../../../lib/formats/openai_chat/render_reasoning.ts";
import { chatRequest, foreignRequest, rendering } from "../../../support/chat_format.ts";

const plain: ReasoningPart = { type: "reasoning", text: "R", isSummary: false };
const details = [{ type: "reasoning.text", text: "R", signature: "s" }];
const own: ReasoningPart = {
  ...plain,
  proof: { format: "openai_chat", value: { reasoning_details: details } },
};
const foreign: ReasoningPart = {
  ...plain,
  proof: { format: "anthropic_messages", value: { signature: "s" } },
};
const message = (part: ReasoningPart): Message => ({ role: "assistant", parts: [part] });

const replays: [replay: Quirks["reasoningReplay"], part: ReasoningPart, fields: unknown][] = [
  ["reasoning_content", plain, { reasoning_content: "R" }],
  ["reasoning_content", foreign, { reasoning_content: "R" }],
  ["reasoning", own, { reasoning: "R" }],
  ["reasoning_details", own, { reasoning: "R", reasoning_details: details }],
  ["reasoning_details", foreign, { reasoning: "R" }],
];

for (const [reasoningReplay, part, fields] of replays) {
  Deno.test(`renderReasoning sends ${part.proof?.format ?? "unproved"} thoughts as ${reasoningReplay}`, () => {
    const one = rendering(
      foreignRequest(),
      reasoningReplay === undefined ? {} : { reasoningReplay },
    );

    assert.deepEqual(renderReasoning(message(part), one), { fields, thinking: [] });
    assert.deepEqual(one.losses.warnings, []);
  });
}

Deno.test("renderReasoning sends Mistral its parts", () => {
  const one = rendering(foreignRequest(), { reasoningReplay: "thinking_parts" });

  assert.deepEqual(renderReasoning(message(plain), one).thinking, [
    { type: "thinking", thinking: [{ type: "text", text: "R" }] },
  ]);
});

Deno.test("renderReasoning warns where text is lost, not where only a proof is", () => {
  const lost = rendering(foreignRequest());
  const hidden = rendering(foreignRequest());

  assert.deepEqual(renderReasoning(message(foreign), lost).fields, {});
  assert.deepEqual(renderReasoning(message({ ...foreign, text: "" }), hidden).fields, {});

  assert.deepEqual(lost.losses.warnings.map(({ kind }) => kind), ["dropped"]);
  assert.deepEqual(hidden.losses.warnings, []);
});

Deno.test("renderReasoning gives an own caller's provider what was sent, under its name", () => {
  const kept: Message = {
    ...message(own),
    bookkeeping: { format: "openai_chat", fields: { reasoning_field: "reasoning" } },
  };
  const one = rendering(chatRequest({}));

  assert.deepEqual(renderReasoning(kept, one).fields, {
    reasoning: "R",
    reasoning_details: details,
  });
  assert.deepEqual(renderReasoning(message(plain), one).fields, { reasoning_content: "R" });
});
