import assert from "node:assert/strict";
import {
  answers,
  type Behaviour,
  fails,
  gateway,
  GOOD,
  good,
  GOOD_STREAM,
  hanging,
  JSON_TYPE,
  SSE,
  STREAMED,
  torn,
  unreachable,
} from "../../support/failing_keys.ts";
import { CHAT_BODY, send } from "../../support/gateway.ts";
import { settled } from "../../support/scripted_body.ts";

const cured: [what: string, way: Behaviour, stream: boolean, status: number | null][] = [
  ["429", fails(429), false, 429],
  ["429 that asks for an hour", fails(429, { "retry-after": "3600" }), false, 429],
  ["429 that forbids another try", fails(429, { "x-should-retry": "false" }), true, 429],
  ["401", fails(401), false, 401],
  ["403", fails(403), true, 403],
  ["408", fails(408), false, 408],
  ["409", fails(409), false, 409],
  ["500", fails(500), false, 500],
  ["500 for a stream", fails(500), true, 500],
  ["503", fails(503), false, 503],
  ["529", fails(529), true, 529],
  ["an unreachable host", unreachable, false, null],
  ["an answer that is reset", torn('{"choi', JSON_TYPE), false, 200],
  ["a stream that is reset before its first event", torn("", SSE), true, 200],
  ["a stream that ends before its first event", answers("", { headers: SSE }), true, 200],
  [
    "HTML with status 200",
    answers("<html>", { headers: { "content-type": "text/html" } }),
    false,
    200,
  ],
  ["HTML for a stream", answers("<html>", { headers: { "content-type": "text/html" } }), true, 200],
  ["a redirect", answers("", { status: 302 }), false, 302],
  ["an error with status 200", answers('{"error":{"message":"No.","code":503}}'), false, 200],
  [
    "a stream that begins with an error",
    answers('data: {"error":{"type":"overloaded_error","message":"No."}}\n\n', { headers: SSE }),
    true,
    200,
  ],
];
for (const [what, way, stream, status] of cured) {
  Deno.test(`AttemptLoop answers from another key after ${what}`, async () => {
    const { fixture, calls } = gateway({ "openai a": way, "openai b": good });
    using _ = fixture;

    const response = await send(fixture, { ...CHAT_BODY, stream });

    assert.equal(response.status, 200);
    assert.equal(await response.text(), stream ? GOOD_STREAM : GOOD);
    assert.equal(response.headers.get("x-flow-attempts"), "2");
    assert.equal(response.headers.get("x-flow-fallback-from"), null);
    assert.deepEqual(calls(), ["a", "b"]);
    const row = fixture.row();
    assert.equal(row.outcome, "complete");
    assert.equal(row.providerKeyId, "b");
    assert.deepEqual(
      row.attempts.map(({ keyId, outcome, status }) => [keyId, outcome, status]),
      [["a", "failed", status], ["b", "answered", 200]],
    );
    assert.ok(row.attempts[0]?.reason);
    assert.equal(row.attempts[1]?.reason, null);
  });
}

const kept: [what: string, way: Behaviour, status: number][] = [
  ["400", fails(400), 400],
  ["404", fails(404), 404],
  ["413", fails(413), 413],
  ["422", fails(422), 422],
  [
    "a refusal by a content filter",
    answers('{"error":{"message":"No.","code":"content_filter"}}', { status: 400 }),
    400,
  ],
  [
    "a prompt too long for every key of the model",
    answers('{"error":{"message":"Too long.","code":"context_length_exceeded"}}', { status: 400 }),
    400,
  ],
];
for (const [what, way, status] of kept) {
  Deno.test(`AttemptLoop hands ${what} to the caller and asks nobody else`, async () => {
    const { fixture, calls } = gateway({ "openai a": way, "openai b": good });
    using _ = fixture;

    const response = await send(fixture);

    assert.equal(response.status, status);
    assert.equal(response.headers.get("x-flow-attempts"), "1");
    assert.deepEqual(calls(), ["a"]);
    const row = fixture.row();
    assert.equal(row.outcome, "failed");
    assert.equal(row.attempts[0]?.outcome, "answered");
  });
}

Deno.test("AttemptLoop leaves a key that hangs at the time limit, and does not count that as ours", async () => {
  const { fixture, calls } = gateway({ "openai a": hanging, "openai b": good });
  using _ = fixture;
  const answered = send(fixture);
  await settled();

  fixture.clock.advance(1001);

  assert.equal((await answered).status, 200);
  assert.deepEqual(calls(), ["a", "b"]);
  const row = fixture.row();
  assert.equal(row.attempts[0]?.durationMs, 1001);
  assert.equal(row.attempts[1]?.startedAfterMs, 1001);
  assert.equal(row.overheadUs, 0);
});

Deno.test("AttemptLoop writes no key down that a provider quotes", async () => {
  const quoting = answers('{"error":{"message":"Bad key sk-a-very-secret"}}', { status: 401 });
  const { fixture } = gateway({ "openai a-very-secret": quoting, "openai b": good });
  using _ = fixture;

  await send(fixture);

  assert.equal(fixture.row().attempts[0]?.reason, "Bad key [redacted]");
});

Deno.test("AttemptLoop never tries again once a stream has begun", async () => {
  const begun = torn('data: {"choices":[{"delta":{"content":"H"}}]}\n\n', SSE);
  const { fixture, calls } = gateway({ "openai a": begun, "openai b": good });
  using _ = fixture;

  const text = await (await send(fixture, STREAMED)).text();
  await settled();

  assert.match(text, /"code":"upstream_interrupted"/);
  assert.deepEqual(calls(), ["a"]);
  assert.equal(fixture.row().outcome, "failed");
});

Deno.test("AttemptLoop sends a prompt that is too long to a model that takes more", async () => {
  const tooLong = answers('{"error":{"code":"context_length_exceeded"}}', { status: 400 });
  const { fixture, calls } = gateway(
    { "openai a": tooLong, "openai b": good, "groq g": good },
    { fallbacks: { "openai/*": ["groq/large"] } },
  );
  using _ = fixture;

  const response = await send(fixture);

  assert.equal(response.status, 200);
  assert.deepEqual(calls(), ["a", "g"]);
  assert.equal(response.headers.get("x-flow-fallback-from"), "openai/gpt-4o-mini");
  assert.equal(response.headers.get("x-flow-model"), "large");
  assert.equal(response.headers.get("x-flow-provider"), "groq");
  assert.equal(fixture.row().modelRequested, "openai/gpt-4o-mini");
  assert.equal(JSON.parse(fixture.seen[1]!.body).model, "large");
});

const chosen: [header: string | null, calls: string[]][] = [
  [null, ["a", "g"]],
  ["mistral/x", ["a", "m"]],
  ["none", ["a"]],
];
for (const [header, expected] of chosen) {
  Deno.test(`AttemptLoop follows the header x-flow-fallback: ${header}`, async () => {
    const { fixture, calls } = gateway(
      { "openai a": fails(500), "groq g": good, "mistral m": good },
      { fallbacks: { "*": ["groq/x"] } },
    );
    using _ = fixture;

    const headers: Record<string, string> = header === null ? {} : { "x-flow-fallback": header };
    await send(fixture, CHAT_BODY, { headers });

    assert.deepEqual(calls(), expected);
  });
}

Deno.test("AttemptLoop refuses a header that names an unknown model before it asks anybody", async () => {
  const { fixture, calls } = gateway({ "openai a": good });
  using _ = fixture;

  const response = await send(fixture, CHAT_BODY, { headers: { "x-flow-fallback": "nobody/x" } });

  assert.equal(response.status, 400);
  assert.equal((await response.json()).error.param, "x-flow-fallback");
  assert.equal(response.headers.get("x-flow-attempts"), "0");
  assert.deepEqual(calls(), []);
});

Deno.test("AttemptLoop hands over the last provider's error as it was sent when all fail", async () => {
  const { fixture, calls } = gateway({
    "openai a": fails(401),
    "openai b": fails(429, { "retry-after": "7" }),
    "openai c": unreachable,
  });
  using _ = fixture;

  const response = await send(fixture);

  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal((await response.json()).error.message, "Status 429.");
  assert.equal(response.headers.get("x-flow-attempts"), "3");
  assert.deepEqual(calls(), ["a", "b", "c"]);
  const row = fixture.row();
  assert.equal(row.providerKeyId, "b");
  assert.deepEqual(row.attempts.map(({ outcome }) => outcome), ["failed", "answered", "failed"]);
});

Deno.test("AttemptLoop hands over a stream's first event when there is nobody left to ask", async () => {
  const text = 'data: {"error":{"message":"No."}}\n\n';
  const bad = answers(text, { headers: SSE });
  const { fixture } = gateway({ "openai a": bad, "openai b": bad });
  using _ = fixture;

  const response = await send(fixture, STREAMED);

  assert.equal(response.status, 200);
  assert.equal(await response.text(), text);
  assert.equal(fixture.row().outcome, "failed");
});
