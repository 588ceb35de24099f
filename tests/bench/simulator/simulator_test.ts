import assert from "node:assert/strict";
import { startSimulator } from "../../../bench/simulator/simulator.ts";
import { type RawAnswer, rawRequest } from "../../support/raw_client.ts";

const MESSAGES = [{ role: "user", content: "How many roads?" }];
/** One message and 15 characters of text at four to a token. */
const PROMPT_TOKENS = 1 + 4;

const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, fn, sanitizeOps: true, sanitizeResources: true });

function chat(baseUrl: string, model: string, more: Record<string, unknown> = {}, hangUp?: number) {
  return rawRequest(`${baseUrl}/chat/completions`, {
    body: { model, messages: MESSAGES, ...more },
    ...(hangUp === undefined ? {} : { hangUpAfter: hangUp }),
  });
}

const streamed = { stream: true, stream_options: { include_usage: true } };
const dataLines = (answer: RawAnswer): string[] =>
  answer.text().split(/\r?\n/).filter((line) => line.startsWith("data: "));

for (const transport of ["fast", "resettable"] as const) {
  test(`startSimulator answers, streams and sums up on the ${transport} transport`, async () => {
    await using sim = await startSimulator({ transport });
    const whole = await chat(sim.baseUrl, "gpt-4o-mini");
    const stream = await chat(sim.baseUrl, "sim/gpt-4o-mini:chunks=3", streamed);

    assert.equal(whole.status, 200);
    assert.match(whole.text(), /"prompt_tokens":5,"completion_tokens":8,"total_tokens":13/);
    assert.equal(dataLines(stream).length, 1 + 3 + 1 + 1 + 1, "role, content, finish, usage, done");
    assert.match(dataLines(stream).at(-2) ?? "", /"choices":\[\],"usage":\{"prompt_tokens":5/);
    assert.deepEqual(sim.totals, {
      requests: 2,
      answered: 2,
      aborted: 0,
      promptTokens: 2 * PROMPT_TOKENS,
      completionTokens: 8 + 3,
    });
  });

  test(`SeenRequest tells when the caller hung up on the ${transport} transport`, async () => {
    await using sim = await startSimulator({ transport });
    const arrival = sim.nextRequest();
    const answer = await chat(sim.baseUrl, "chunks=1000,cadence=5", streamed, 1);
    assert.equal(answer.end, "hung_up");
    assert.equal(await (await arrival).ended, "aborted");
    assert.equal(sim.totals.aborted, 1);
  });
}

test("SeenRequest holds what was sent", async () => {
  await using sim = await startSimulator();
  await rawRequest(`${sim.baseUrl}/embeddings?a=b`, {
    headers: { Authorization: "Bearer sk-1", "transfer-encoding": "chunked", "content-length": "" },
    body: '1\r\n{\r\n1a\r\n"model":"m","input":["x"]}\r\n0\r\n\r\n',
  });
  const seen = sim.requests[0];
  assert.equal(seen?.method, "POST");
  assert.equal(seen?.path, "/v1/embeddings");
  assert.equal(seen?.query, "a=b");
  assert.equal(seen?.header("authorization"), "Bearer sk-1");
  assert.deepEqual(seen?.json(), { model: "m", input: ["x"] });
});

test("setScenario holds for as many requests as told", async () => {
  await using sim = await startSimulator();
  sim.setScenario("status=503", 2);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await chat(sim.baseUrl, "m")).status);
  assert.deepEqual(statuses, [503, 503, 200]);
});

test("setKeyScenario strikes a share of the requests with one key, evenly", async () => {
  await using sim = await startSimulator();
  const statusesOf = async (key: string): Promise<number[]> => {
    const statuses = [];
    for (let i = 0; i < 8; i++) {
      const response = await fetch(`${sim.baseUrl}/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ model: "m", messages: [] }),
      });
      await response.body?.cancel();
      statuses.push(response.status);
    }
    return statuses;
  };
  sim.setKeyScenario("sk-bad", "status=500", 25);

  assert.deepEqual(await statusesOf("sk-bad"), [200, 200, 200, 500, 200, 200, 200, 500]);
  assert.deepEqual(await statusesOf("sk-good"), Array(8).fill(200));
  sim.setKeyScenario("sk-bad", null);
  assert.deepEqual(await statusesOf("sk-bad"), Array(8).fill(200));
});

/** Fault → how the answer ends for the caller, its status, and what its text must match. */
const FAULTS: readonly (readonly [string, RawAnswer["end"], number, RegExp])[] = [
  ["chunks=5,fault=reset@2", "reset", 200, /t1 t1[^]*\n\n$/],
  ["chunks=5,fault=close@2", "closed", 200, /t1 t1[^]*\n\n$/],
  ["chunks=5,fault=close@10b", "closed", 200, /^data: \{"id$/],
  ["fault=drop", "closed", 0, /^$/],
  ["chunks=5,fault=malformed_sse@2", "complete", 200, /completion\.ch\n\n[^]*\[DONE\]/],
  ["chunks=5,fault=error_frame@2", "complete", 200, /data: \{"error":\{[^]*\[DONE\]/],
  ["chunks=5,fault=truncated_json@2", "complete", 200, /[^\n]$/],
  ["fault=html", "complete", 200, /^<!DOCTYPE html>/],
  ["status=529", "complete", 529, /overloaded_error/],
  ["status=429", "complete", 429, /rate_limit_exceeded/],
  ["fault=slow_headers", "complete", 200, /^\{\}$/],
  ["done=0", "complete", 200, /"finish_reason":"stop"[^\n]*\n\n[^\n]*\n\n$/],
  ["comments=2", "complete", 200, /^: PROCESSING\n\n: PROCESSING\n\ndata: /],
  ["newline=crlf", "complete", 200, /\r\n\r\ndata: \[DONE\]\r\n\r\n$/],
  ["chunks=1,usage=finish", "complete", 200, /"finish_reason":"stop"\}\],"usage":\{/],
  ["fault=unheard_of", "complete", 400, /simulator_misused/],
];

for (const [scenario, end, status, text] of FAULTS) {
  test(`startSimulator plays ${scenario}`, async () => {
    await using sim = await startSimulator();
    const answer = await chat(sim.baseUrl, scenario, streamed);
    assert.equal(answer.end, end);
    assert.equal(answer.status, status);
    assert.match(answer.text(), text);
  });
}

for (const fault of ["stall@2", "no_headers"]) {
  test(`startSimulator stays silent with ${fault} until the caller leaves`, async () => {
    await using sim = await startSimulator();
    const arrival = sim.nextRequest();
    const abort = new AbortController();
    const answer = fetch(`${sim.baseUrl}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: `chunks=5,fault=${fault}`, stream: true, messages: [] }),
      signal: abort.signal,
    }).then((response) => response.text());
    const seen = await arrival;
    assert.equal(seen.end, null);
    abort.abort();
    await assert.rejects(answer, { name: "AbortError" });
    assert.equal(await seen.ended, "aborted");
  });
}

test("startSimulator sends a 10 MB error body", async () => {
  await using sim = await startSimulator();
  const answer = await chat(sim.baseUrl, "fault=big_error");
  assert.equal(answer.status, 500);
  assert.equal(answer.body.length, 10 * 1024 * 1024);
  assert.equal(typeof answer.json(), "object");
});

test("startSimulator cuts characters in half and still sends valid UTF-8", async () => {
  await using sim = await startSimulator();
  const answer = await chat(sim.baseUrl, "chunks=2,size=6,splitUtf8=1", streamed);
  const strict = new TextDecoder("utf-8", { fatal: true });
  assert.match(strict.decode(answer.body), /né😀語/);
  assert.throws(() => answer.parts.forEach((part) => strict.decode(part)), TypeError);
});

for (const fault of ["invalid_utf8", "cut_utf8"]) {
  test(`startSimulator sends bytes that are no UTF-8 with ${fault}`, async () => {
    await using sim = await startSimulator();
    const answer = await chat(sim.baseUrl, `chunks=2,fault=${fault}@1`, streamed);
    assert.equal(answer.end, "complete");
    assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(answer.body), TypeError);
  });
}

test("startSimulator refuses a reset that its transport cannot do", async () => {
  await using sim = await startSimulator({ transport: "fast" });
  const answer = await chat(sim.baseUrl, "fault=reset@1", streamed);
  assert.match(answer.text(), /needs the transport/);
});
