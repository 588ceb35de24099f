import assert from "node:assert/strict";
import type { ReasoningPart } from "../../../../lib/domain/conversation/parts.ts";
import { renderReasoning } from "../../../../lib/formats/openai_responses/render_reasoning.ts";
import { renderingOf } from "../../../../lib/formats/openai_responses/rendering.ts";
import { request, TARGET } from "./samples.ts";

const OWN = {
  format: "openai_responses",
  value: { id: "rs_1", encrypted_content: "enc" },
} as const;
const FOREIGN = { format: "anthropic_messages", value: { signature: "sig" } } as const;
const THOUGHT: ReasoningPart = { type: "reasoning", text: "T", isSummary: true };

Deno.test("renderReasoning plays OpenAI's own reasoning back, whoever calls", () => {
  for (const format of ["anthropic_messages", "openai_responses"] as const) {
    const item = renderReasoning(
      { ...THOUGHT, proof: OWN },
      "c",
      renderingOf(request({ format }), TARGET),
    );

    assert.deepEqual(item, {
      type: "reasoning",
      id: "rs_1",
      encrypted_content: "enc",
      summary: [{ type: "summary_text", text: "T" }],
    });
  }
});

Deno.test("renderReasoning leaves another provider's out and tells when text is lost", () => {
  const r = renderingOf(request({ format: "anthropic_messages" }), TARGET);

  assert.equal(renderReasoning({ ...THOUGHT, text: "", proof: FOREIGN }, "c[0]", r), null);
  assert.deepEqual(r.losses.warnings, []);
  assert.equal(renderReasoning({ ...THOUGHT, proof: FOREIGN }, "c[1]", r), null);
  assert.equal(renderReasoning(THOUGHT, "c[2]", r), null);
  assert.deepEqual(r.losses.warnings.map(({ kind, field }) => [kind, field]), [[
    "dropped",
    "c[1]",
  ]]);
});

Deno.test("renderReasoning lets its own callers refer to an item by its id, part by part", () => {
  const summary = [{ type: "summary_text", text: "A" }, { type: "summary_text", text: "B" }];
  const bookkeeping = { format: "openai_responses" as const, fields: { id: "rs_1", summary } };
  const r = renderingOf(request(), TARGET);
  const part = { ...THOUGHT, text: "A\n\nB", bookkeeping };

  assert.deepEqual(renderReasoning(part, "c", r), { type: "reasoning", id: "rs_1", summary });
  assert.deepEqual(renderReasoning({ ...part, text: "changed" }, "c", r), {
    type: "reasoning",
    id: "rs_1",
    summary: [{ type: "summary_text", text: "changed" }],
  });
});
