import assert from "node:assert/strict";
import fc from "fast-check";
import { FlowError } from "../../../lib/domain/errors.ts";
import {
  fails,
  gateway,
  good,
  hanging,
  SSE,
  STREAMED,
  torn,
  unreachable,
} from "../../support/failing_keys.ts";
import { CHAT_BODY, send } from "../../support/gateway.ts";
import { settled } from "../../support/scripted_body.ts";

Deno.test("AttemptLoop asks the only key once more after trouble that passes", async () => {
  let asked = 0;
  const pauses: number[] = [];
  const { fixture } = gateway(
    { "openai a": (request) => asked++ === 0 ? fails(500)(request) : good(request) },
    { policy: { sameKeyRetries: 1 }, pause: (ms) => Promise.resolve(void pauses.push(ms)) },
  );
  using _ = fixture;

  const response = await send(fixture);

  assert.equal(response.status, 200);
  assert.equal(asked, 2);
  assert.deepEqual(pauses, [50]);
});

Deno.test("AttemptLoop ends a pause at once when the caller hangs up", async () => {
  const caller = new AbortController();
  let paused: AbortSignal | undefined;
  const { fixture, calls } = gateway(
    { "openai a": fails(500), "openai b": good },
    {
      pause: (_, signal) => {
        paused = signal;
        return new Promise((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason))
        );
      },
    },
  );
  using _ = fixture;
  const answered = send(fixture, CHAT_BODY, { signal: caller.signal });
  await settled();
  assert.equal(paused?.aborted, false);

  caller.abort();

  assert.equal((await answered).status, 499);
  assert.deepEqual(calls(), ["a"]);
  assert.equal(fixture.row().outcome, "caller_gone");
});

Deno.test("AttemptLoop does not hold a hang-up against a key", async () => {
  const { fixture } = gateway({ "openai a": hanging });
  using _ = fixture;
  for (let i = 0; i < 10; i++) {
    const caller = new AbortController();
    const answered = send(fixture, CHAT_BODY, { signal: caller.signal });
    await settled();
    caller.abort();
    await answered;
  }

  assert.deepEqual(fixture.parts.keyHealth.list(), []);
  assert.equal(fixture.rows[0]?.record.attempts[0]?.outcome, "caller_gone");
});

Deno.test("AttemptLoop ends a pause when the gateway stops", async () => {
  const { fixture } = gateway(
    { "openai a": fails(500), "openai b": good },
    {
      pause: (_, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    },
  );
  using _ = fixture;
  const answered = send(fixture);
  await settled();

  fixture.gateway.abortAll(new FlowError("shutting_down", "Closing time."));

  assert.equal((await answered).status, 503);
});

Deno.test("AttemptLoop leaves a failing key alone once its circuit is open", async () => {
  const { fixture, calls } = gateway({ "openai a": fails(500), "openai b": good });
  using _ = fixture;

  for (let i = 0; i < 30; i++) assert.equal((await send(fixture)).status, 200);

  assert.equal(calls().filter((key) => key === "a").length, 5);
  assert.equal(fixture.parts.keyHealth.list()[0]?.state, "open");
});

Deno.test("AttemptLoop counts streams that break off in the middle against their key", async () => {
  const begun = torn('data: {"choices":[{"delta":{"content":"H"}}]}\n\n', SSE);
  const { fixture, calls } = gateway({ "openai a": begun, "openai b": good });
  using _ = fixture;

  for (let i = 0; i < 30; i++) await (await send(fixture, STREAMED)).text();

  assert.equal(calls().filter((key) => key === "a").length, 5);
});

Deno.test("AttemptLoop lets a resting key be, and refuses only when it was told to wait for long", async () => {
  const { fixture, calls } = gateway({ "openai a": fails(429, { "retry-after": "3600" }) });
  using _ = fixture;
  await send(fixture);

  const response = await send(fixture);

  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "3600");
  assert.equal((await response.json()).error.code, "provider_rests");
  assert.equal(response.headers.get("x-flow-error-source"), "gateway");
  assert.deepEqual(calls(), ["a"]);
  const row = fixture.rows[1]?.record;
  assert.equal(row?.outcome, "refused");
  assert.equal(row?.attempts[0]?.outcome, "skipped");
});

Deno.test("AttemptLoop spends no more attempts than the budget has when everything fails", async () => {
  const { fixture, calls } = gateway(
    { "openai a": fails(408), "openai b": fails(408) },
    { policy: { retryBudgetPercent: 20, retryBudgetPerSecond: 0 } },
  );
  using _ = fixture;

  for (let i = 0; i < 100; i++) await send(fixture);

  assert.ok(calls().length <= 120, `${calls().length} calls for 100 requests`);
});

Deno.test("AttemptLoop passes over a model that cannot take the request, and says so", async () => {
  const { fixture, calls } = gateway(
    { "openai a": fails(500), "groq g": good },
    {
      fallbacks: { "*": ["bare/x", "groq/x"] },
      directory: { configured: { bare: {} } },
    },
  );
  using _ = fixture;

  const response = await send(fixture);

  assert.equal(response.status, 200);
  assert.deepEqual(calls(), ["a", "g"]);
  assert.deepEqual(
    fixture.row().attempts.map(({ provider, outcome }) => `${provider} ${outcome}`),
    ["openai failed", "bare skipped", "groq answered"],
  );
});

Deno.test("AttemptLoop makes few enough calls and gives one answer, whatever fails", async () => {
  const ways = {
    good,
    429: fails(429),
    500: fails(500),
    400: fails(400),
    401: fails(401),
    unreachable,
  };
  const way = fc.constantFrom(...Object.values(ways));
  const cases = fc.record({
    keys: fc.array(way, { minLength: 1, maxLength: 4 }),
    others: fc.array(way, { maxLength: 3 }),
    maxAttempts: fc.integer({ min: 1, max: 5 }),
    requests: fc.integer({ min: 1, max: 4 }),
    stream: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ keys, others, maxAttempts, requests, stream }) => {
      const named = Object.fromEntries([
        ...keys.map((way, at) => [`openai a${at}`, way] as const),
        ...others.map((way, at) => [`groq g${at}`, way] as const),
      ]);
      const { fixture, calls } = gateway(named, {
        policy: { maxAttempts, sameKeyRetries: 1 },
        fallbacks: { "*": ["groq/x"] },
      });
      using _ = fixture;
      for (let i = 1; i <= requests; i++) {
        const before = calls().length;
        const response = await send(fixture, { ...CHAT_BODY, stream });
        await response.text();

        const made = calls().length - before;
        assert.ok(made <= maxAttempts);
        assert.equal(fixture.rows.length, i);
        const attempts = fixture.rows[i - 1]?.record.attempts ?? [];
        const sent = attempts.filter(({ outcome }) => outcome !== "skipped");
        assert.equal(sent.length, made);
        assert.equal(response.headers.get("x-flow-attempts"), String(made));
        assert.ok(attempts.filter(({ outcome }) => outcome === "answered").length <= 1);
        assert.equal(response.ok, fixture.rows[i - 1]?.record.outcome === "complete");
      }
    }),
    { numRuns: 150 },
  );
});
