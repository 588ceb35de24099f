import assert from "node:assert/strict";
import type { AttemptRecord } from "../../../lib/domain/attempt.ts";
import { redact } from "../../../lib/domain/redact.ts";
import type { LogPolicy } from "../../../lib/store/log_entry.ts";
import { NO_USAGE } from "../../../lib/domain/usage.ts";
import {
  type ExtractText,
  type PrepareOptions,
  recordPreparer,
} from "../../../lib/usage/prepare_record.ts";
import { PriceBook } from "../../../lib/usage/prices.ts";
import { recordedRequest } from "../../support/test_store.ts";
import { decisionOf } from "../../support/decision.ts";

const SECRET = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";
const ALL: LogPolicy = { logPrompts: true, logResponses: true, redactSecrets: true };

const extractText: ExtractText = (format, stream, body) => ({
  body: `${format}/${stream}:${body}`,
  text: body === "" ? null : body.toUpperCase(),
});
const options: PrepareOptions = {
  redact,
  extractText,
  extractContent: (format, stream, body) => `${format}/${stream}:${body}`,
  prices: new PriceBook(),
};
const prepare = recordPreparer(options);

Deno.test("recordPreparer decodes bodies and takes the answer's text out", () => {
  const entry = recordedRequest({ stream: true }, { request: "frage: ü", response: "data: hi" });

  const prepared = prepare(entry, ALL);

  assert.equal(prepared.record, entry.record);
  assert.equal(prepared.requestBody, "frage: ü");
  assert.equal(prepared.responseBody, "openai_chat/true:data: hi");
  assert.equal(prepared.responseText, "DATA: HI");
  assert.equal(prepared.bodyState, "kept");
});

const failedAttempt = (reason: string | null): AttemptRecord => ({
  provider: "openai",
  model: "m",
  keyId: null,
  keyLabel: null,
  startedAfterMs: 0,
  durationMs: 1,
  status: 401,
  outcome: "failed",
  reason,
});

Deno.test("recordPreparer redacts everything that somebody outside may have written", () => {
  const entry = recordedRequest(
    {
      errorMessage: `wrong key ${SECRET}`,
      sessionId: SECRET,
      userTag: `tag ${SECRET}`,
      tags: { note: SECRET, [SECRET]: "x" },
      attempts: [failedAttempt(`${"x".repeat(490)} ${SECRET}`), failedAttempt(null)],
    },
    { request: `{"a":"${SECRET}"}`, response: SECRET },
  );
  const unchanged: ExtractText = (_format, _stream, body) => ({ body, text: body });

  const prepared = recordPreparer({ ...options, extractText: unchanged })(entry, ALL);

  assert.doesNotMatch(JSON.stringify(prepared), /klmnop/);
  assert.match(prepared.record.errorMessage ?? "", /^wrong key sk-proj-ab\.{3}\*{4}$/);
  assert.equal(Object.keys(prepared.record.tags ?? {}).length, 2);
  assert.equal(prepared.record.attempts[0]?.reason?.length, 500);
  assert.equal(prepared.record.attempts[1]?.reason, null);
});

Deno.test("recordPreparer leaves texts as they are when redaction is off", () => {
  const entry = recordedRequest({ errorMessage: SECRET, tags: { a: SECRET } }, { request: SECRET });

  const prepared = prepare(entry, { ...ALL, redactSecrets: false });

  assert.equal(prepared.record.errorMessage, SECRET);
  assert.deepEqual(prepared.record.tags, { a: SECRET });
  assert.equal(prepared.requestBody, SECRET);
});

Deno.test("recordPreparer keeps the bodies that it is told to keep, and says what became of them", () => {
  const both = { request: "q", response: "a" };
  const A = "openai_chat/false:a";
  const table: [LogPolicy, typeof both | { request?: string }, boolean, unknown[]][] = [
    [ALL, both, false, ["q", A, "A", "kept"]],
    [{ ...ALL, logPrompts: false }, both, false, [null, A, "A", "kept"]],
    [{ ...ALL, logResponses: false }, both, false, ["q", null, null, "kept"]],
    [{ ...ALL, logPrompts: false, logResponses: false }, both, false, [null, null, null, "none"]],
    [{ ...ALL, logPrompts: false }, { request: "q" }, false, [null, null, null, "none"]],
    [ALL, {}, false, [null, null, null, "none"]],
    [ALL, {}, true, [null, null, null, "shed"]],
    [{ ...ALL, logPrompts: false, logResponses: false }, {}, true, [null, null, null, "none"]],
  ];
  for (const [policy, bodies, shed, expected] of table) {
    const entry = { ...recordedRequest({}, bodies), ...(shed ? { shed } as const : {}) };
    const { requestBody, responseBody, responseText, bodyState } = prepare(entry, policy);
    assert.deepEqual([requestBody, responseBody, responseText, bodyState], expected);
  }
});

Deno.test("recordPreparer does not ask for the text of an empty answer", () => {
  const prepared = recordPreparer({
    ...options,
    extractText: () => {
      throw new Error("was asked");
    },
  })(recordedRequest({}, { request: "q", response: "" }), ALL);

  assert.deepEqual([prepared.responseBody, prepared.responseText], [null, null]);
});

Deno.test("recordPreparer cuts a long error message after redacting it, never through a secret", () => {
  const long = "x".repeat(3_980) + " " + SECRET + " " + "y".repeat(100_000);

  const { record } = prepare(recordedRequest({ errorMessage: long }), ALL);

  assert.equal(record.errorMessage?.length, 4000);
  assert.doesNotMatch(record.errorMessage ?? "", /klmnop/);
});

Deno.test("recordPreparer stands half a UTF-8 character", () => {
  const entry = { ...recordedRequest(), requestBody: new Uint8Array([0x61, 0xe2, 0x82]) };

  assert.equal(prepare(entry, ALL).requestBody, "a\uFFFD");
});

Deno.test("recordPreparer reads bodies in the format that the provider spoke", () => {
  const entry = recordedRequest(
    { format: "anthropic_messages", upstreamFormat: "gemini" },
    { response: "a" },
  );

  assert.equal(prepare(entry, ALL).responseBody, "gemini/false:a");
});

Deno.test("recordPreparer estimates usage and cost on demand, also from bodies that it does not keep", () => {
  const unknown = {
    ...NO_USAGE,
    stream: true,
    outcome: "caller_gone",
    modelUsed: "gpt-4o-mini",
    costNanoUsd: null,
    priceSource: null,
  } as const;
  const request = JSON.stringify({ prompt: "words ".repeat(66) + "done" });
  const estimate = { priceId: "openai", upstreamModel: "gpt-4o-mini", answerBytes: 40 };
  // With what `extractContent` puts before them these are 60 characters.
  const response = "x".repeat(40);
  const entry = { ...recordedRequest(unknown, { request, response }), estimate };

  const prepared = prepare(entry, { ...ALL, logPrompts: false, logResponses: false });

  const { record } = prepared;
  assert.deepEqual(
    [record.promptTokens, record.completionTokens, record.totalTokens, record.isUsageEstimated],
    [100, 15, 115, true],
  );
  // $0.15 and $0.60 a million.
  assert.equal(record.costNanoUsd, 100 * 150 + 15 * 600);
  assert.deepEqual(
    [prepared.requestBody, prepared.responseBody, prepared.bodyState],
    [null, null, "none"],
  );
});

Deno.test("recordPreparer estimates nothing when it was not asked to, or has no request", () => {
  const estimate = { priceId: "openai", upstreamModel: "gpt-4o-mini", answerBytes: 1 };
  const asked = prepare({ ...recordedRequest(NO_USAGE), estimate }, ALL);
  const plain = prepare(recordedRequest(NO_USAGE, { request: "{}", response: "a" }), ALL);

  for (const { record } of [asked, plain]) {
    assert.deepEqual([record.promptTokens, record.isUsageEstimated], [null, false]);
  }
});

Deno.test("recordPreparer keeps the words that the router found only where prompts are kept", () => {
  const entry = recordedRequest({ decision: decisionOf() }, { request: "{}" });
  const wordsOf = (policy: LogPolicy, isPrivate = false) =>
    prepare({ ...entry, ...(isPrivate ? { isPrivate } : {}) }, policy).record.decision
      ?.contributions.map(({ found }) => found);

  assert.deepEqual(wordsOf(ALL), ["analyze"]);
  assert.deepEqual(wordsOf({ ...ALL, logPrompts: false }), [""]);
  assert.deepEqual(wordsOf(ALL, true), [""]);
});
