import assert from "node:assert/strict";
import { type ErrorCode, FlowError } from "../../../lib/domain/errors.ts";
import { NO_USAGE, type Usage } from "../../../lib/domain/usage.ts";
import { type Endpoint, readCall } from "../../../lib/formats/call.ts";
import { CHAT, EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { Draft, type Ending } from "../../../lib/gateway/draft.ts";
import { Settler } from "../../../lib/gateway/settle.ts";
import { gatewayFixture } from "../../support/gateway.ts";

const NOW = Date.UTC(2026, 0, 1);
const USAGE = { ...NO_USAGE, promptTokens: 1000, completionTokens: 100 };

function draft(endpoint: Endpoint = CHAT): Draft {
  const made = new Draft("id-1", endpoint, NOW, 0, null);
  made.requestBody = new Uint8Array([1]);
  return made;
}

/** A draft that was sent to a provider. */
function sent(upstreamModel = "gpt-4o-mini", priceId = "openai"): Draft {
  const made = draft();
  made.attempted = { provider: "openai", priceId, upstreamModel, key: null, format: "openai_chat" };
  made.marks.sentMs = 1;
  return made;
}

Deno.test("Settler hands over one row, for the first ending, to recorder and metrics", () => {
  using fixture = gatewayFixture();
  const settler = new Settler(fixture.parts);
  const subject = draft();

  settler.close(subject, { outcome: "complete", httpStatus: 200 });
  settler.close(subject, { outcome: "failed", httpStatus: 500 });
  settler.fail(subject, new FlowError("internal", "Late."));

  assert.equal(fixture.row().outcome, "complete");
  assert.deepEqual(fixture.measured, [fixture.rows[0]?.record]);
});

Deno.test("Settler prices what was used by the model that answered", () => {
  using fixture = gatewayFixture();
  const settler = new Settler(fixture.parts);

  settler.close(sent("gpt-4o-mini"), {
    outcome: "complete",
    httpStatus: 200,
    usage: USAGE,
    modelUsed: "gpt-4o-2024-08-06",
  });

  // $2.50 and $10 a million
  assert.equal(fixture.row().costNanoUsd, 1000 * 2500 + 100 * 10_000);
});

Deno.test("Settler prices by the model asked for when nobody knows the one that answered", () => {
  using fixture = gatewayFixture();
  const settler = new Settler(fixture.parts);

  const cost = settler.cost(sent("gpt-4o-mini"), USAGE, "some-alias");

  // $0.15 and $0.60 a million
  assert.equal(cost.nanoUsd, 1000 * 150 + 100 * 600);
});

const unpriced: [why: string, draft: Draft, usage: Usage][] = [
  ["never sent", draft(), USAGE],
  ["of an unknown model", sent("house-model"), USAGE],
  ["of an unknown provider", sent("gpt-4o", "my-server"), USAGE],
  ["without usage", sent(), { ...USAGE, promptTokens: null, completionTokens: null }],
];
for (const [why, subject, usage] of unpriced) {
  Deno.test(`Settler leaves a request ${why} unpriced, which is not free`, () => {
    using fixture = gatewayFixture();

    const cost = new Settler(fixture.parts).cost(subject, usage, null);

    assert.deepEqual(cost, { nanoUsd: null, priceSource: null });
  });
}

for (const logPrompts of [true, false]) {
  for (const logResponses of [true, false]) {
    Deno.test(`Settler keeps bodies as told: request ${logPrompts}, answer ${logResponses}`, () => {
      using fixture = gatewayFixture({ settings: { logPrompts, logResponses } });
      const responseBody = new Uint8Array([2]);

      new Settler(fixture.parts).close(draft(EMBEDDINGS), {
        outcome: "complete",
        httpStatus: 200,
        responseBody,
      });

      const [row] = fixture.rows;
      assert.deepEqual(row?.requestBody, logPrompts ? new Uint8Array([1]) : null);
      assert.equal(row?.responseBody, logResponses ? responseBody : null);
    });
  }
}

/** A draft of a stream that has begun. */
function streaming(firstContentMs: number | null = 2): Draft {
  const made = sent();
  const body = JSON.stringify({ model: "openai/gpt-4o-mini", messages: [], stream: true });
  made.call = readCall(new TextEncoder().encode(body), CHAT);
  made.marks.firstContentMs = firstContentMs;
  return made;
}

const GONE = { outcome: "caller_gone", httpStatus: 200 } as const;
const BROKEN = { outcome: "failed", httpStatus: 200 } as const;
const orders: [what: string, draft: Draft, ending: Ending, isOrdered: boolean][] = [
  ["a stream that its caller left", streaming(), GONE, true],
  ["one left before its first word", streaming(null), GONE, true],
  ["a stream that broke off", streaming(), BROKEN, true],
  ["one that told its prompt only", streaming(), { ...BROKEN, usage: USAGE }, true],
  ["one that had told all", streaming(), { ...GONE, usage: USAGE, finishReason: "stop" }, false],
  ["a stream that ended well", streaming(), { ...BROKEN, outcome: "complete" }, false],
  ["a stream that was an error from the start", streaming(null), BROKEN, false],
  ["an error answer", streaming(), { ...BROKEN, httpStatus: 500 }, false],
  ["a caller gone before the answer", streaming(null), { ...GONE, httpStatus: 499 }, false],
  ["an answer that is no stream", sent(), GONE, false],
  ["what was never sent", draft(), GONE, false],
];
for (const [what, subject, ending, isOrdered] of orders) {
  Deno.test(`Settler has usage estimated of ${what}: ${isOrdered}`, () => {
    using fixture = gatewayFixture({ settings: { logPrompts: false, logResponses: false } });
    const responseBody = new Uint8Array([2]);

    new Settler(fixture.parts).close(subject, { ...ending, responseBody, answerBytes: 9 });

    const [row] = fixture.rows;
    const order = { priceId: "openai", upstreamModel: "gpt-4o-mini", answerBytes: 9 };
    assert.deepEqual(row?.estimate, isOrdered ? order : undefined);
    assert.deepEqual(row?.requestBody, isOrdered ? new Uint8Array([1]) : null);
    assert.equal(row?.responseBody, isOrdered ? responseBody : null);
  });
}

Deno.test("Settler prices by the tier that was served", () => {
  using fixture = gatewayFixture();
  const settler = new Settler(fixture.parts);
  const subject = sent();
  subject.serviceTier = "flex";

  const flex = settler.cost(subject, USAGE, null);
  subject.serviceTier = "scale";
  const unknown = settler.cost(subject, USAGE, null);

  assert.equal(flex.nanoUsd, (1000 * 150 + 100 * 600) / 2);
  assert.equal(unknown.nanoUsd, null);
});

const failures: [code: ErrorCode, draft: Draft, outcome: string, status: number][] = [
  ["invalid_api_key", draft(), "refused", 401],
  ["vault_locked", draft(), "refused", 503],
  ["upstream_header_timeout", sent(), "failed", 504],
  ["internal", sent(), "failed", 500],
  ["caller_gone", draft(), "caller_gone", 499],
  ["caller_gone", sent(), "caller_gone", 499],
];
for (const [code, subject, outcome, status] of failures) {
  Deno.test(`Settler calls ${code} ${subject.attempted ? "after" : "before"} sending ${outcome}`, () => {
    using fixture = gatewayFixture();

    new Settler(fixture.parts).fail(subject, new FlowError(code, "Why."));

    const row = fixture.row();
    assert.equal(row.outcome, outcome);
    assert.equal(row.httpStatus, status);
    assert.equal(row.errorCode, code);
    assert.equal(row.errorMessage, "Why.");
    assert.equal(row.costNanoUsd, null);
  });
}

Deno.test("Settler logs our own failures with their cause, and nobody else's", () => {
  using fixture = gatewayFixture();
  const logged: unknown[] = [];
  const log = { ...fixture.parts.log, error: (...entry: unknown[]) => void logged.push(entry) };
  const settler = new Settler({ ...fixture.parts, log });
  const cause = new Error("bug");

  settler.fail(draft(), new FlowError("internal", "Failed.", { cause }));
  settler.fail(draft(), new FlowError("invalid_json", "No JSON."));
  settler.fail(draft(), new FlowError("upstream_unreachable", "Down."));

  assert.deepEqual(logged, [["Failed.", { requestId: "id-1", code: "internal", cause }]]);
});
