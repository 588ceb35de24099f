import assert from "node:assert/strict";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { amendAttempt, recordAttempt, recordSkipped } from "../../../lib/gateway/record_attempt.ts";
import { targetOf } from "../../support/key_health.ts";

const draft = () => new Draft("id", CHAT, 0, 100, null);
const END = {
  sentMs: 110.4,
  knownMs: 160.4,
  status: 429,
  outcome: "failed",
  reason: "Slow down.",
} as const;

Deno.test("recordAttempt notes where an attempt went, how long it took and why it failed", () => {
  const subject = draft();

  recordAttempt(subject, targetOf({ id: "k", label: "main" }, "gpt-4o"), END);

  assert.deepEqual(subject.attempts, [{
    provider: "openai",
    model: "gpt-4o",
    keyId: "k",
    keyLabel: "main",
    startedAfterMs: 10,
    durationMs: 50,
    status: 429,
    outcome: "failed",
    reason: "Slow down.",
  }]);
  assert.equal(subject.sentAttempts, 1);
});

Deno.test("recordAttempt keeps names short, and reasons whole until secrets have been looked for", () => {
  const subject = draft();
  const long = "x".repeat(5000);

  recordAttempt(subject, targetOf({}, long), { ...END, reason: long });

  assert.equal(subject.attempts[0]?.model.length, 512);
  assert.equal(subject.attempts[0]?.reason?.length, 5000);
});

Deno.test("recordSkipped notes a model that was not asked, with its key when it has just one", () => {
  const subject = draft();

  recordSkipped(subject, targetOf({ id: "k" }), "It rests.", 130);

  const [record] = subject.attempts;
  assert.equal(record?.outcome, "skipped");
  assert.equal(record?.keyId, "key-1");
  assert.equal(record?.startedAfterMs, 30);
  assert.equal(subject.sentAttempts, 0);
});

Deno.test("amendAttempt changes what was noted", () => {
  const subject = draft();
  const place = recordAttempt(subject, targetOf(), END);

  amendAttempt(subject, place, { outcome: "answered" });

  assert.equal(subject.attempts[0]?.outcome, "answered");
  assert.equal(subject.attempts[0]?.status, 429);
});
