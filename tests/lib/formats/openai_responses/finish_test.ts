import assert from "node:assert/strict";
import { readFinish, statusOf } from "../../../../lib/formats/openai_responses/finish.ts";

const NOTHING = { call: false, refusal: false };

Deno.test("readFinish takes the reason from status, details and what the answer holds", () => {
  const incomplete = (reason: string) => ({ status: "incomplete", incomplete_details: { reason } });
  for (
    const [response, holds, reason, raw] of [
      [{ status: "completed" }, NOTHING, "stop", "completed"],
      [{ status: "completed" }, { call: true, refusal: true }, "tool_calls", "completed"],
      [{ status: "completed" }, { call: false, refusal: true }, "refusal", "completed"],
      [incomplete("max_output_tokens"), NOTHING, "length", "max_output_tokens"],
      [incomplete("content_filter"), NOTHING, "content_filter", "content_filter"],
      [incomplete("new_reason"), NOTHING, "other", "new_reason"],
      [{ status: "incomplete" }, NOTHING, "other", "incomplete"],
      [{ status: "failed" }, NOTHING, "error", "failed"],
      [{ status: "cancelled" }, NOTHING, "other", "cancelled"],
      [{ output: [] }, NOTHING, "stop", null],
    ] as const
  ) {
    const finish = readFinish(response, holds);
    assert.deepEqual([finish?.reason, finish?.raw], [reason, raw]);
  }
});

Deno.test("readFinish is null for an answer that is still being made", () => {
  assert.equal(readFinish({ status: "in_progress", output: [] }, NOTHING), null);
  assert.equal(readFinish({ status: "queued" }, NOTHING), null);
});

Deno.test("statusOf never makes a good end of a bad one", () => {
  const of = (reason: "stop" | "length" | "content_filter" | "refusal" | "error" | "pause") =>
    statusOf({ reason, raw: null, stopSequence: null, detail: null }, false);

  assert.equal(of("stop").status, "completed");
  assert.equal(of("pause").status, "completed");
  assert.equal(statusOf(null, false).status, "completed");
  assert.deepEqual(of("length"), {
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
  });
  assert.deepEqual(of("content_filter"), {
    status: "incomplete",
    incomplete_details: { reason: "content_filter" },
  });
  assert.equal(of("error").status, "failed");
  assert.equal(of("refusal").status, "incomplete");
  const refusal = { reason: "refusal", raw: null, stopSequence: null, detail: null } as const;
  assert.equal(statusOf(refusal, true).status, "completed");
});
