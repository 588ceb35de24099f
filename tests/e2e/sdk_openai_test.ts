/** OpenAI's SDK against providers of every format: chat completions, responses and embeddings. */
import assert from "node:assert/strict";
import OpenAI from "openai";
import { AIMOCK_ANSWERS, WITH_AIMOCK } from "../support/aimock.ts";
import {
  modelAt,
  PIXEL,
  recordedModelAt,
  type SdkStage,
  startSdkStage,
  UPSTREAMS,
  VECTOR,
} from "../support/sdk_stage.ts";

const user = (content: string) => [{ role: "user" as const, content }];
const PARAMETERS = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
const WEATHER = {
  type: "function" as const,
  function: { name: "weather", parameters: PARAMETERS },
};
const FLAT_WEATHER = {
  type: "function" as const,
  name: "weather",
  parameters: PARAMETERS,
  strict: false,
};
const SCHEMA = {
  type: "object",
  properties: { answer: { type: "integer" } },
  required: ["answer"],
  additionalProperties: false,
};

const clientOf = ({ url }: SdkStage): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "unused", maxRetries: 0 });

Deno.test("openai's chat completions with providers of every format", WITH_AIMOCK, async (t) => {
  await using stage = await startSdkStage();
  const { completions } = clientOf(stage).chat;
  for (const upstream of UPSTREAMS) {
    const model = modelAt(upstream);

    await t.step(`${upstream}: text, whole and streamed`, async () => {
      const whole = await completions.create({ model, messages: user("hello") });
      const streamed = completions.stream({ model, messages: user("hello") });

      assert.equal(whole.choices[0]?.message.content, AIMOCK_ANSWERS.hello);
      assert.equal(whole.choices[0]?.finish_reason, "stop");
      assert.equal(await streamed.finalContent(), AIMOCK_ANSWERS.hello);
    });

    await t.step(`${upstream}: a tool, its result, the answer`, async () => {
      const asked = { model, messages: user("weather"), tools: [WEATHER] };
      const first = await completions.stream(asked).finalChatCompletion();
      const message = first.choices[0]?.message;
      const call = message?.tool_calls?.[0];

      assert.equal(first.choices[0]?.finish_reason, "tool_calls");
      assert.ok(message !== undefined && call?.type === "function");
      assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], [
        "weather",
        { city: "Oslo" },
      ]);

      const result = { role: "tool" as const, tool_call_id: call.id, content: "sunny" };
      const second = await completions.create({
        ...asked,
        messages: [...asked.messages, message, result],
      });
      assert.equal(second.choices[0]?.message.content, AIMOCK_ANSWERS.sunny);
    });

    await t.step(`${upstream}: structured output`, async () => {
      const parsed = await completions.parse({
        model,
        messages: user("structured"),
        response_format: {
          type: "json_schema",
          json_schema: { name: "answer", strict: true, schema: SCHEMA },
        },
      });

      assert.deepEqual(JSON.parse(parsed.choices[0]?.message.content ?? ""), { answer: 42 });
    });

    await t.step(`${upstream}: a picture arrives`, async () => {
      const url = `data:image/png;base64,${PIXEL}`;
      const answer = await completions.create({
        model: recordedModelAt(upstream),
        messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
      });

      assert.equal(answer.choices[0]?.message.content, "seen");
      assert.ok(stage.lastSeen().includes(PIXEL));
    });

    await t.step(`${upstream}: an error, and a break`, async () => {
      await assert.rejects(
        completions.create({ model, messages: user("too fast") }),
        (thrown) => thrown instanceof OpenAI.RateLimitError && /Slow down/.test(thrown.message),
      );
      await assert.rejects(
        completions.stream({ model, messages: user("break off") }).finalContent(),
      );
    });

    await t.step(`${upstream}: given up by the caller`, async () => {
      const stream = await completions.create({ model, messages: user("hello"), stream: true });
      for await (const _ of stream) break;

      assert.equal(stream.controller.signal.aborted, true);
    });
  }
});

Deno.test(
  "openai's responses and embeddings with providers of every format",
  WITH_AIMOCK,
  async (t) => {
    await using stage = await startSdkStage();
    const { responses } = clientOf(stage);
    for (const upstream of UPSTREAMS) {
      const model = modelAt(upstream);

      await t.step(`${upstream}: text, whole and streamed`, async () => {
        const whole = await responses.create({ model, input: "hello" });
        const streamed = await responses.stream({ model, input: "hello" }).finalResponse();

        assert.equal(whole.output_text, AIMOCK_ANSWERS.hello);
        assert.equal(streamed.output_text, AIMOCK_ANSWERS.hello);
      });

      await t.step(`${upstream}: a tool, its result, the answer`, async () => {
        const asked = { model, input: user("weather"), tools: [FLAT_WEATHER] };
        const first = await responses.stream(asked).finalResponse();
        const call = first.output.find((item) => item.type === "function_call");
        assert.ok(call !== undefined);
        assert.deepEqual([call.name, JSON.parse(call.arguments)], ["weather", { city: "Oslo" }]);

        const second = await responses.create({
          ...asked,
          input: [
            ...asked.input,
            {
              type: "function_call",
              call_id: call.call_id,
              name: call.name,
              arguments: call.arguments,
            },
            { type: "function_call_output", call_id: call.call_id, output: "sunny" },
          ],
        });
        assert.equal(second.output_text, AIMOCK_ANSWERS.sunny);
      });

      await t.step(`${upstream}: structured output, an error`, async () => {
        const format = { type: "json_schema" as const, name: "answer", schema: SCHEMA };
        const parsed = await responses.create({ model, input: "structured", text: { format } });

        assert.deepEqual(JSON.parse(parsed.output_text), { answer: 42 });
        await assert.rejects(
          responses.create({ model, input: "too fast" }),
          (thrown) => thrown instanceof OpenAI.RateLimitError && /Slow down/.test(thrown.message),
        );
      });
    }

    await t.step("embeddings, which the SDK asks for in base64, are numbers again", async () => {
      const { embeddings } = clientOf(stage);

      const { data } = await embeddings.create({ model: recordedModelAt("gemini"), input: "x" });

      assert.deepEqual(data[0]?.embedding, [...new Float32Array(VECTOR)]);
    });
  },
);
