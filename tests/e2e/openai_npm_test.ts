/** OpenAI's SDK for JavaScript, unmodified, against somebody else's provider and our simulator. */
import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { AIMOCK_ANSWERS, startAimock, WITH_AIMOCK } from "../support/aimock.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";

const user = (content: string) => [{ role: "user" as const, content }];
const WEATHER = {
  type: "function" as const,
  function: {
    name: "weather",
    description: "The weather in a city",
    parameters: {
      type: "object" as const,
      properties: { city: { type: "string" as const } },
      required: ["city"],
    },
  },
};

function clientOf(gateway: GatewayProcess): OpenAI {
  return new OpenAI({ baseURL: gateway.baseUrl, apiKey: "unused", maxRetries: 0 });
}

function gatewayTo(baseUrl: string): Promise<GatewayProcess> {
  return startGatewayProcess({ config: { providers: { mock: { base_url: baseUrl } } } });
}

Deno.test(
  "chat with aimock through the npm SDK: an answer, a stream, the stream helper",
  WITH_AIMOCK,
  async () => {
    await using mock = await startAimock();
    await using gateway = await gatewayTo(mock.baseUrl);
    const { chat } = clientOf(gateway);
    const row = {
      outcome: "complete",
      provider: "mock",
      model_used: "gpt-4o",
      finish_reason: "stop",
      prompt_tokens: 9,
      completion_tokens: 3,
      total_tokens: 12,
    };

    const { data, request_id } = await chat.completions
      .create({ model: "mock/gpt-4o", messages: user("hello") }).withResponse();
    assert.equal(data.choices[0]?.message.content, AIMOCK_ANSWERS.hello);
    assertRow(await gateway.log.next(), { ...row, id: request_id, stream: 0, ttft_ms: null });

    const stream = await chat.completions
      .create({ model: "mock/gpt-4o", messages: user("hello"), stream: true });
    let text = "";
    for await (const chunk of stream) {
      assert.equal(chunk.choices.length, 1, "a chunk without a choice, though nobody asked for it");
      text += chunk.choices[0]?.delta.content ?? "";
    }
    assert.equal(text, AIMOCK_ANSWERS.hello);
    assertRow(await gateway.log.next(), { ...row, stream: 1 });

    const helper = chat.completions.stream({
      model: "mock/gpt-4o",
      messages: user("hello"),
      stream_options: { include_usage: true },
    });
    assert.equal(await helper.finalContent(), AIMOCK_ANSWERS.hello);
    assert.equal((await helper.totalUsage()).total_tokens, 12);
    assertRow(await gateway.log.next(), { ...row, stream: 1 });
    await gateway.stop();
  },
);

Deno.test(
  "tools with aimock through the npm SDK: by hand, runTools, runTools streamed",
  WITH_AIMOCK,
  async () => {
    await using mock = await startAimock();
    await using gateway = await gatewayTo(mock.baseUrl);
    const { chat } = clientOf(gateway);
    const asked: unknown[] = [];
    const runnable = {
      type: "function" as const,
      function: {
        ...WEATHER.function,
        function: (args: string) => {
          asked.push(JSON.parse(args));
          return "sunny";
        },
      },
    };

    const first = await chat.completions
      .create({ model: "mock/gpt-4o", messages: user("weather?"), tools: [WEATHER] });
    const message = first.choices[0]?.message;
    assert.ok(message !== undefined);
    assert.equal(first.choices[0]?.finish_reason, "tool_calls");
    assertRow(await gateway.log.next(), { finish_reason: "tool_calls", outcome: "complete" });
    const second = await chat.completions.create({
      model: "mock/gpt-4o",
      messages: [
        ...user("weather?"),
        message,
        { role: "tool", tool_call_id: message.tool_calls?.[0]?.id ?? "", content: "sunny" },
      ],
      tools: [WEATHER],
    });
    assert.equal(second.choices[0]?.message.content, AIMOCK_ANSWERS.sunny);
    assertRow(await gateway.log.next(), { finish_reason: "stop", outcome: "complete" });

    for (const stream of [false, true] as const) {
      const request = { model: "mock/gpt-4o", messages: user("weather?"), tools: [runnable] };
      const runner = stream
        ? chat.completions.runTools({ ...request, stream })
        : chat.completions.runTools(request);
      assert.equal(await runner.finalContent(), AIMOCK_ANSWERS.sunny);
      const rows = await gateway.log.take(2);
      assert.deepEqual(rows.map((row) => row.finish_reason), ["tool_calls", "stop"]);
      assert.deepEqual(rows.map((row) => row.stream), stream ? [1, 1] : [0, 0]);
    }
    assert.deepEqual(asked, [{ city: "Oslo" }, { city: "Oslo" }]);
    await gateway.stop();
  },
);

Deno.test(
  "structured output with aimock through the npm SDK: parse and its schema",
  WITH_AIMOCK,
  async () => {
    await using mock = await startAimock();
    await using gateway = await gatewayTo(mock.baseUrl);
    const Answer = z.object({ answer: z.number() });

    const parsed = await clientOf(gateway).chat.completions.parse({
      model: "mock/gpt-4o",
      messages: user("structured"),
      response_format: zodResponseFormat(Answer, "answer"),
    });

    assert.deepEqual(parsed.choices[0]?.message.parsed, { answer: 42 });
    const { body } = mock.requests.at(-1) ?? {};
    assert.match(JSON.stringify(body), /"json_schema":\{"name":"answer","strict":true,"schema":\{/);
    await gateway.log.next();
    await gateway.stop();
  },
);

Deno.test(
  "embeddings through the npm SDK: base64 by default, floats, dimensions",
  WITH_AIMOCK,
  async () => {
    await using simulator = await startSimulator();
    await using mock = await startAimock();
    await using gateway = await startGatewayProcess({
      config: {
        providers: { sim: { base_url: simulator.baseUrl }, mock: { base_url: mock.baseUrl } },
      },
    });
    const { embeddings } = clientOf(gateway);
    const input = ["one", "two"];
    const vectors = async (options: Partial<OpenAI.EmbeddingCreateParams>, model = "sim/m") => {
      const { data } = await embeddings.create({ model, input, ...options });
      assertRow(await gateway.log.next(), {
        endpoint: "/v1/embeddings",
        outcome: "complete",
        completion_tokens: null,
        ...(model === "sim/m" ? { prompt_tokens: 4, total_tokens: 4 } : {}),
      });
      return data.map(({ embedding }) => embedding);
    };

    const decoded = await vectors({});
    const floats = await vectors({ encoding_format: "float" });
    const short = await vectors({ encoding_format: "float", dimensions: 3 });

    assert.equal(
      (simulator.requests[0]?.json() as { encoding_format: string }).encoding_format,
      "base64",
    );
    assert.equal(floats[0]?.length, 8);
    assert.deepEqual(decoded, floats);
    assert.deepEqual(short, floats.map((vector) => vector.slice(0, 3)));
    const foreign = await vectors({ encoding_format: "float", dimensions: 5 }, "mock/e");
    assert.deepEqual(foreign.map((vector) => vector.length), [5, 5]);
    await gateway.stop();
  },
);

Deno.test("models, legacy completions and chat with the simulator through the npm SDK", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: simulator.baseUrl } } },
  });
  const client = clientOf(gateway);

  const listed = [];
  for await (const model of client.models.list()) listed.push(model.id);
  assert.ok(listed.includes("gpt-4o-mini"), listed.join(", "));
  assert.equal((await client.models.retrieve("gpt-4o-mini")).id, "gpt-4o-mini");
  await assert.rejects(client.models.retrieve("no/such"), OpenAI.NotFoundError);

  const row = { endpoint: "/v1/completions", completion_tokens: 8, finish_reason: "stop" };
  const whole = await client.completions.create({ model: "sim/m", prompt: "Once upon" });
  assert.equal(whole.choices[0]?.text.length, 40);
  assertRow(await gateway.log.next(), { ...row, stream: 0, prompt_tokens: 4 });
  let text = "";
  const stream = await client.completions.create({ model: "sim/m", prompt: "Once", stream: true });
  for await (const part of stream) text += part.choices[0]?.text ?? "";
  assert.equal(text, whole.choices[0]?.text);
  assertRow(await gateway.log.next(), { ...row, stream: 1, prompt_tokens: 2 });

  const chunks = "sim/chunks=200,splitUtf8=1,cachedTokens=2,reasoningTokens=7,newline=crlf";
  const helper = client.chat.completions.stream({ model: chunks, messages: user("Hi") });
  assert.equal((await helper.finalContent())?.startsWith("né😀語 né😀語 "), true);
  assertRow(await gateway.log.next(), {
    outcome: "complete",
    completion_tokens: 200,
    cached_tokens: 2,
    reasoning_tokens: 7,
  });
  await gateway.stop();
});
