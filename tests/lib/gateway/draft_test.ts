import assert from "node:assert/strict";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import { readCall } from "../../../lib/formats/call.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import { usableKey } from "../../support/gateway.ts";

const draft = () => new Draft("id-1", CHAT, 1_700_000_000_000, 100, "127.0.0.1");

function called(more: object = {}) {
  const body = { model: "openai/gpt-4o", messages: [], stream: true, ...more };
  return readCall(new TextEncoder().encode(JSON.stringify(body)), CHAT);
}

Deno.test("Draft that knows nothing still makes a row", () => {
  const { record, requestBody, responseBody } = draft().close(
    { outcome: "refused", httpStatus: 401, errorCode: "invalid_api_key", errorMessage: "No." },
    103.4,
  );

  assert.deepEqual(record, {
    ...NO_USAGE,
    id: "id-1",
    startedAtMs: 1_700_000_000_000,
    endpoint: "/v1/chat/completions",
    format: "openai_chat",
    upstreamFormat: null,
    callerTokenId: null,
    callerTokenName: null,
    clientIp: "127.0.0.1",
    modelRequested: "",
    modelUsed: "",
    provider: "",
    providerKeyId: null,
    providerKeyLabel: null,
    stream: false,
    outcome: "refused",
    httpStatus: 401,
    errorCode: "invalid_api_key",
    errorMessage: "No.",
    finishReason: null,
    upstreamRequestId: null,
    latencyMs: 3,
    ttftMs: null,
    overheadUs: 3400,
    sessionId: null,
    userTag: null,
    tags: null,
    costNanoUsd: null,
    priceSource: null,
    isUsageEstimated: false,
    serviceTier: null,
    warnings: null,
    attempts: [],
    complexityTier: null,
    complexityScore: null,
    decision: null,
  });
  assert.equal(requestBody, null);
  assert.equal(responseBody, null);
});

Deno.test("Draft puts everything that it learned into its row", () => {
  const subject = draft();
  subject.caller = { id: "t-1", name: "laptop" };
  subject.call = called({ metadata: { team: "a", env: "dev" }, x_session_id: "body" });
  subject.labels = { sessionId: "header", userTag: null, tags: { env: "prod" } };
  subject.attempted = {
    provider: "openai",
    priceId: "openai",
    upstreamModel: "gpt-4o",
    key: usableKey(),
    format: "openai_chat",
  };
  subject.upstreamRequestId = "req-1";
  subject.requestBody = new Uint8Array([1]);
  subject.marks.firstContentMs = 150;

  const { record, requestBody, responseBody } = subject.close({
    outcome: "complete",
    httpStatus: 200,
    usage: { ...NO_USAGE, promptTokens: 5 },
    cost: { nanoUsd: 7, priceSource: "s@1" },
    modelUsed: "gpt-4o-2024-08-06",
    finishReason: "stop",
    responseBody: new Uint8Array([2]),
  }, 200);

  assert.equal(record.callerTokenName, "laptop");
  assert.equal(record.modelRequested, "openai/gpt-4o");
  assert.equal(record.modelUsed, "gpt-4o-2024-08-06");
  assert.equal(record.providerKeyLabel, "main");
  assert.equal(record.stream, true);
  assert.equal(record.ttftMs, 50);
  assert.equal(record.promptTokens, 5);
  assert.equal(record.costNanoUsd, 7);
  assert.equal(record.sessionId, "header");
  assert.deepEqual(record.tags, { team: "a", env: "prod" });
  assert.deepEqual(requestBody, new Uint8Array([1]));
  assert.deepEqual(responseBody, new Uint8Array([2]));
});

Deno.test("Draft names the model that was asked for when the provider names none", () => {
  const subject = draft();
  subject.call = called();
  const row = () => subject.close({ outcome: "failed", httpStatus: 502 }, 200).record.modelUsed;

  assert.equal(row(), "openai/gpt-4o");
  subject.attempted = {
    provider: "openai",
    priceId: "openai",
    upstreamModel: "gpt-4o",
    key: null,
    format: "openai_chat",
  };
  assert.equal(row(), "gpt-4o");
});

Deno.test("Draft keeps what others wrote short", () => {
  const long = "x".repeat(10_000);
  const subject = draft();
  subject.call = called({ x_session_id: long, user_tag: long, metadata: { [long]: long } });
  subject.upstreamRequestId = long;

  const { record } = subject.close({
    outcome: "failed",
    httpStatus: 400,
    errorCode: long,
    modelUsed: long,
    finishReason: long,
  }, 200);

  const { sessionId, userTag, tags, errorCode, modelUsed, finishReason, upstreamRequestId } =
    record;
  const texts = [sessionId, userTag, errorCode, modelUsed, finishReason, upstreamRequestId];
  for (const text of [...texts, ...Object.entries(tags ?? {}).flat()]) {
    assert.equal(text?.length, 512);
  }
});

const overheads: [name: string, marks: Partial<Draft["marks"]>, expectedUs: number][] = [
  ["all of the time of a request that was never sent", {}, 100_000],
  ["less the caller's upload", { uploadMs: 60 }, 40_000],
  ["only the time before sending", { sentMs: 102.5 }, 2500],
  ["no time spent on tries that failed", { sentMs: 190, waitedMs: 85 }, 5000],
  ["and the time between answer and answer", { sentMs: 102, ownAfterMs: 0.25 }, 2250],
  ["never less than nothing", { sentMs: 101, uploadMs: 5 }, 0],
];
for (const [name, marks, expectedUs] of overheads) {
  Deno.test(`Draft counts as overhead ${name}`, () => {
    const subject = draft();
    Object.assign(subject.marks, marks);

    const { record } = subject.close({ outcome: "complete", httpStatus: 200 }, 200);

    assert.equal(record.overheadUs, expectedUs);
  });
}
