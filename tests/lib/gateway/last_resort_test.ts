import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { CHAT } from "../../../lib/formats/openai_chat/endpoints.ts";
import type { Answer } from "../../../lib/gateway/answer.ts";
import { Draft } from "../../../lib/gateway/draft.ts";
import type { FailureKind } from "../../../lib/gateway/failure.ts";
import { LastResort } from "../../../lib/gateway/last_resort.ts";
import type { Prepared } from "../../../lib/gateway/prepare.ts";
import { recordAttempt } from "../../../lib/gateway/record_attempt.ts";
import { Exchange } from "../../../lib/http/exchange.ts";
import { flowError } from "../../support/flow_error.ts";
import { failure, targetOf } from "../../support/key_health.ts";

const LIMITS = { connectMs: 1, headersMs: 1, idleMs: 1 };
const PREPARED: Prepared = {
  outbound: {
    target: "p",
    method: "POST",
    url: new URL("http://p/"),
    headers: [],
    body: null,
    limits: LIMITS,
  },
  hideUsageChunk: false,
  translation: null,
  vectorsBack: null,
};

/** A request that fails as told; the attempts' models are m0, m1 … */
function failing() {
  const draft = new Draft("id", CHAT, 0, 0, null);
  const lastResort = new LastResort(draft);
  const answers: Answer[] = [];
  const fail = (kind: FailureKind, isAnswer: boolean, isOver = true): void => {
    const model = `m${draft.attempts.length}`;
    const target = targetOf({}, model);
    draft.upstreamRequestId = model;
    const end = { sentMs: 0, knownMs: 0, status: null, outcome: "failed", reason: kind } as const;
    const place = recordAttempt(draft, target, end);
    const exchange = new Exchange("p", LIMITS, 0);
    if (isOver) exchange.finish();
    const answer: Answer = {
      draft,
      exchange,
      prepared: PREPARED,
      response: new Response(),
      received: { kind: "error", bytes: new Uint8Array(), isWhole: true },
    };
    answers.push(answer);
    const told = isAnswer ? answer : new FlowError("upstream_unreachable", model);
    lastResort.keep(told, failure(kind), place);
  };
  /** Which attempt's answer was delivered. */
  const end = async (): Promise<number> => {
    let delivered = -1;
    await lastResort.end((answer) => {
      delivered = answers.indexOf(answer);
      return new Response();
    });
    return delivered;
  };
  return { draft, lastResort, answers, fail, end };
}

const choices: [what: string, failures: [FailureKind, boolean][], chosen: number][] = [
  ["the last of equals", [["server", true], ["rate_limit", true]], 1],
  ["a provider's word before our own", [["rate_limit", true], ["unreachable", false]], 0],
  ["a reason to try again before a bad key", [["rate_limit", true], ["authentication", true]], 0],
  ["a bad key when there is nothing else", [["quota", true], ["authentication", true]], 1],
  ["what is wrong with the request before all", [["server", true], ["invalid_request", true]], 1],
];
for (const [what, failures, chosen] of choices) {
  Deno.test(`LastResort hands over ${what}`, async () => {
    const { draft, fail, end } = failing();
    for (const [kind, isAnswer] of failures) fail(kind, isAnswer);

    assert.equal(await end(), chosen);
    assert.equal(draft.upstreamRequestId, `m${chosen}`);
    assert.deepEqual(
      draft.attempts.map(({ outcome }) => outcome === "answered"),
      failures.map((_, at) => at === chosen),
    );
  });
}

Deno.test("LastResort throws our own error when no provider said anything", async () => {
  const { fail, end, draft } = failing();
  fail("unreachable", false);
  fail("unreachable", false);

  await assert.rejects(end(), flowError("upstream_unreachable", /m1/));
  assert.deepEqual(draft.attempts.map(({ outcome }) => outcome), ["failed", "failed"]);
});

Deno.test("LastResort ends what is still under way when another attempt follows", async () => {
  const { lastResort, answers, fail, end } = failing();
  fail("overloaded", true, false);

  lastResort.goOn();

  assert.equal(answers[0]?.exchange.signal.aborted, true);
  await assert.rejects(end(), flowError("upstream_error", /overloaded/));
});

Deno.test("LastResort leaves an answer alone that was read whole", async () => {
  const { lastResort, answers, fail, end } = failing();
  fail("server", true);

  lastResort.goOn();

  assert.equal(answers[0]?.exchange.signal.aborted, false);
  assert.equal(await end(), 0);
});
