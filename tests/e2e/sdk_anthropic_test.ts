/** Anthropic's SDK against providers of every format. */
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { AIMOCK_ANSWERS, WITH_AIMOCK } from "../support/aimock.ts";
import { modelAt, PIXEL, recordedModelAt, startSdkStage, UPSTREAMS } from "../support/sdk_stage.ts";

const user = (content: string) => [{ role: "user" as const, content }];
const WEATHER = {
  name: "weather",
  input_schema: {
    type: "object" as const,
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};
const SCHEMA = {
  type: "object",
  properties: { answer: { type: "integer" } },
  required: ["answer"],
  additionalProperties: false,
};
const textOf = ({ content }: Anthropic.Message): string =>
  content.map((block) => block.type === "text" ? block.text : "").join("");

Deno.test("@anthropic-ai/sdk with providers of every format", WITH_AIMOCK, async (t) => {
  await using stage = await startSdkStage();
  const { messages } = new Anthropic({ baseURL: stage.url, apiKey: "unused", maxRetries: 0 });
  for (const upstream of UPSTREAMS) {
    const asked = { model: modelAt(upstream), max_tokens: 500 };

    await t.step(`${upstream}: text, whole and streamed`, async () => {
      const whole = await messages.create({ ...asked, messages: user("hello") });
      const streamed = await messages.stream({ ...asked, messages: user("hello") }).finalMessage();

      assert.equal(textOf(whole), AIMOCK_ANSWERS.hello);
      assert.equal(whole.stop_reason, "end_turn");
      assert.equal(textOf(streamed), AIMOCK_ANSWERS.hello);
    });

    await t.step(`${upstream}: a tool, its result, the answer`, async () => {
      const request = { ...asked, messages: user("weather"), tools: [WEATHER] };
      const first = await messages.stream(request).finalMessage();
      const call = first.content.find((block) => block.type === "tool_use");

      assert.equal(first.stop_reason, "tool_use");
      assert.ok(call !== undefined);
      assert.deepEqual([call.name, call.input], ["weather", { city: "Oslo" }]);

      const result = { type: "tool_result" as const, tool_use_id: call.id, content: "sunny" };
      const second = await messages.create({
        ...request,
        messages: [
          ...request.messages,
          { role: "assistant", content: first.content },
          { role: "user", content: [result] },
        ],
      });
      assert.equal(textOf(second), AIMOCK_ANSWERS.sunny);
    });

    await t.step(`${upstream}: structured output`, async () => {
      const format = { type: "json_schema" as const, schema: SCHEMA };
      const message = await messages.create({
        ...asked,
        messages: user("structured"),
        output_config: { format },
      });

      assert.deepEqual(JSON.parse(textOf(message)), { answer: 42 });
    });

    await t.step(`${upstream}: a picture arrives`, async () => {
      const source = { type: "base64" as const, media_type: "image/png" as const, data: PIXEL };
      const message = await messages.create({
        model: recordedModelAt(upstream),
        max_tokens: 50,
        messages: [{ role: "user", content: [{ type: "image", source }] }],
      });

      assert.equal(textOf(message), "seen");
      assert.ok(stage.lastSeen().includes(PIXEL));
    });

    await t.step(`${upstream}: an error, a break, given up by the caller`, async () => {
      await assert.rejects(
        messages.create({ ...asked, messages: user("too fast") }),
        (thrown) => thrown instanceof Anthropic.RateLimitError && /Slow down/.test(thrown.message),
      );
      await assert.rejects(
        messages.stream({ ...asked, messages: user("break off") }).finalMessage(),
      );
      const stream = messages.stream({ ...asked, messages: user("hello") });
      stream.on("text", () => stream.abort());
      await assert.rejects(stream.finalMessage(), Anthropic.APIUserAbortError);
    });
  }

  await t.step("counts tokens and lists models", async () => {
    const { input_tokens } = await messages.countTokens({
      model: modelAt("openai_chat"),
      messages: user("hello there"),
    });

    assert.ok(input_tokens > 0);
  });
});
