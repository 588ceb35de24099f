import assert from "node:assert/strict";
import { startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";
import {
  PROVIDER_STREAMS,
  type ProviderStream,
  sent,
  sentWithoutUsage,
} from "../support/provider_streams.ts";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { type Cuts, startReplayServer } from "../support/replay_server.ts";

const EVENT_STREAM = [["content-type", "text/event-stream"]] as const;
/** Requests at a time, where there are thousands. */
const ABREAST = 16;

const text = new TextEncoder();

Deno.test("streams reach the caller byte for byte, however they are cut", async (t) => {
  await using provider = await startReplayServer({ body: "" });
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: provider.baseUrl } } },
  });
  const ask = (includeUsage: boolean): Promise<RawAnswer> =>
    rawRequest(`${gateway.baseUrl}/chat/completions`, {
      body: {
        model: "sim/m",
        stream: true,
        messages: [{ role: "user", content: "Hi" }],
        ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
      },
    });

  for (const stream of PROVIDER_STREAMS) {
    const replay = (cuts: Cuts) =>
      provider.replay({ headers: EVENT_STREAM, body: sent(stream), cuts });
    await t.step({
      name: stream.name,
      // The gateway's output is read by the test around this step.
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        for (const cuts of ["none", "every-byte"] as const) {
          replay(cuts);
          assertBytes(await ask(true), sent(stream));
          assertRow(await gateway.log.next(), stream.row);
          assertBytes(await ask(false), sentWithoutUsage(stream));
          assertRow(await gateway.log.next(), stream.row);
        }
      },
    });
    await t.step({
      name: `${stream.name}, in two at every byte`,
      sanitizeOps: false,
      sanitizeResources: false,
      fn: () => inTwoAtEveryByte(stream),
    });
  }

  async function inTwoAtEveryByte(stream: ProviderStream): Promise<void> {
    const body = text.encode(sent(stream));
    const expected = sentWithoutUsage(stream);
    let next = 1;
    provider.replay(() => ({ headers: EVENT_STREAM, body, cuts: [next++] }));
    for (let done = 1; done < body.length; done += ABREAST) {
      const count = Math.min(ABREAST, body.length - done);
      const answers = await Promise.all(Array.from({ length: count }, () => ask(false)));
      for (const answer of answers) assertBytes(answer, expected);
    }
    assert.equal(next, body.length, "not every place was cut");
    for (const row of await gateway.log.take(body.length - 1)) assertRow(row, stream.row);
  }

  await gateway.stop();
});

/** Answers that a parser would spell differently, with the usage that stands in them. */
const ODD_ANSWERS: readonly (readonly [string, string, number])[] = [
  ["odd spacing", `\n{ "id" :"c1",\r\n\t"choices":[ ] , "usage":{"prompt_tokens" : 7} }\n `, 7],
  ["number spelling", `{"usage":{"prompt_tokens":7e0},"x":[1.0,1E2,-0,0.10,1e400]}`, 7],
  ["numbers beyond doubles", `{"id":12345678901234567890,"usage":{"prompt_tokens":7}}`, 7],
  ["escapes", `{"a\\/b":"\\u00e9\\uD83D\\uDE00 \\/","usage":{"prompt_tokens":7}}`, 7],
  ["text as it is", `{"choices":[{"text":"naïve 語 😀 \u2028"}],"usage":{"prompt_tokens":7}}`, 7],
  ["a name twice", `{"usage":{"prompt_tokens":1},"z":1,"z":2,"usage":{"prompt_tokens":7}}`, 7],
];

Deno.test("answers reach the caller byte for byte", async () => {
  await using provider = await startReplayServer({ body: "" });
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: provider.baseUrl } } },
  });

  for (const [name, body, promptTokens] of ODD_ANSWERS) {
    for (const framing of ["length", "chunked", "close"] as const) {
      for (const cuts of ["none", "every-byte"] as const) {
        provider.replay({ body, framing, cuts });
        const answer = await rawRequest(`${gateway.baseUrl}/chat/completions`, {
          body: { model: "sim/m", messages: [] },
        });

        assertBytes(answer, body);
        const row = await gateway.log.next();
        assertRow(row, { outcome: "complete", prompt_tokens: promptTokens });
        assert.equal(row.response_body, body, `${name}: the log holds another answer`);
      }
    }
  }
  await gateway.stop();
});

/** Requests as callers spell them; `MODEL` stands where only the prefix may go. */
const ODD_REQUESTS: readonly (readonly [string, string])[] = [
  ["field order and odd spacing", `{ "messages" : [ ] ,\r\n\t"model"\n:\n"MODEL" }\n\n`],
  ["unknown fields and nulls", `{"model":"MODEL","zz":{"a":[null]},"stop":null,"messages":[]}`],
  ["big numbers", `{"seed":9007199254740993,"messages":[],"model":"MODEL","temperature":1.0}`],
  ["small numbers", `{"messages":[],"model":"MODEL","top_p":1e-7,"logit_bias":{"1":-0.0}}`],
  ["escaped names", `{"m\\u006fdel":"MODEL","messages":[{"role":"user","content":"\\u00e9"}]}`],
  ["text as it is", `{"messages":[{"role":"user","content":"naïve 語 😀"}],"model":"MODEL"}`],
  ["model again, deeper", `{"messages":[],"x":{"model":"sim/m"},"model":"MODEL","y":"sim/m"}`],
  ["usage asked for", `{"messages":[],"stream_options":{"include_usage":true},"model":"MODEL"}`],
];

Deno.test("requests reach the provider byte for byte but for the model's prefix", async () => {
  await using provider = await startReplayServer({ body: `{"choices":[]}` });
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: provider.baseUrl } } },
  });

  for (const [name, template] of ODD_REQUESTS) {
    const answer = await rawRequest(`${gateway.baseUrl}/chat/completions`, {
      headers: { "content-type": "application/json", authorization: "Bearer not-for-the-provider" },
      body: template.replace("MODEL", "sim/org/model:tag"),
    });

    assert.equal(answer.status, 200, answer.text());
    const seen = provider.requests.at(-1);
    assert.equal(seen?.text(), template.replace("MODEL", "org/model:tag"), name);
    assert.equal(seen.path, "/v1/chat/completions");
    assert.equal(seen.header("authorization"), null);
    assertRow(await gateway.log.next(), { outcome: "complete", request_body: seen.text() });
  }
  await gateway.stop();
});

Deno.test("a stream's request gains the wish for usage and loses only the gateway's own fields", async () => {
  await using provider = await startReplayServer({
    headers: EVENT_STREAM,
    body: "data: [DONE]\n\n",
  });
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: provider.baseUrl } } },
  });
  const forwarded = async (body: string): Promise<string | undefined> => {
    const answer = await rawRequest(`${gateway.baseUrl}/chat/completions`, {
      headers: { "content-type": "application/json" },
      body,
    });
    assert.equal(answer.status, 200, answer.text());
    await gateway.log.next();
    return provider.requests.at(-1)?.text();
  };

  assert.equal(
    await forwarded(`{"model":"sim/m", "stream":true,  "messages":[] }`),
    `{"model":"m", "stream":true,  "messages":[] ,"stream_options":{"include_usage":true}}`,
  );
  assert.equal(
    await forwarded(
      `{"session_id":"s","model":"sim/m","stream":true,"x_user_tag":"t","messages":[],"user":"u"}`,
    ),
    `{"model":"m","stream":true,"messages":[],"user":"u","stream_options":{"include_usage":true}}`,
  );
  await gateway.stop();
});

/** Texts, because a difference of bytes is hard to read; lossless, both being UTF-8. */
function assertBytes(answer: RawAnswer, expected: string): void {
  assert.equal(answer.end, "complete");
  assert.equal(answer.status, 200, answer.text());
  assert.equal(answer.text(), expected);
  assert.deepEqual(answer.body, text.encode(expected));
}
