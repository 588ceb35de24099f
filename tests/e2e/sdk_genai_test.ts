/** Google's SDK against providers of every format. */
import assert from "node:assert/strict";
import { ApiError, FunctionCallingConfigMode, GoogleGenAI, Type } from "@google/genai";
import { AIMOCK_ANSWERS, WITH_AIMOCK } from "../support/aimock.ts";
import {
  modelAt,
  PIXEL,
  recordedModelAt,
  startSdkStage,
  UPSTREAMS,
  VECTOR,
} from "../support/sdk_stage.ts";

const WEATHER = {
  functionDeclarations: [{
    name: "weather",
    parameters: {
      type: Type.OBJECT,
      properties: { city: { type: Type.STRING } },
      required: ["city"],
    },
  }],
};
const SCHEMA = {
  type: "object",
  properties: { answer: { type: "integer" } },
  required: ["answer"],
};

Deno.test("@google/genai with providers of every format", WITH_AIMOCK, async (t) => {
  await using stage = await startSdkStage();
  const google = new GoogleGenAI({ apiKey: "unused", httpOptions: { baseUrl: stage.url } });
  const { models } = google;
  for (const upstream of UPSTREAMS) {
    const model = modelAt(upstream);

    await t.step(`${upstream}: text, whole and streamed`, async () => {
      const whole = await models.generateContent({ model, contents: "hello" });
      let streamed = "";
      for await (const chunk of await models.generateContentStream({ model, contents: "hello" })) {
        streamed += chunk.text ?? "";
      }

      assert.equal(whole.text, AIMOCK_ANSWERS.hello);
      assert.equal(streamed, AIMOCK_ANSWERS.hello);
    });

    await t.step(`${upstream}: a tool, its result, the answer, in a chat`, async () => {
      const functionCallingConfig = { mode: FunctionCallingConfigMode.AUTO };
      const config = { tools: [WEATHER], toolConfig: { functionCallingConfig } };
      const chat = google.chats.create({ model, config });
      const first = await chat.sendMessage({ message: "weather" });
      const call = first.functionCalls?.[0];
      assert.deepEqual([call?.name, call?.args], ["weather", { city: "Oslo" }]);

      const second = await chat.sendMessage({
        message: {
          functionResponse: {
            name: "weather",
            response: { result: "sunny" },
            ...(call?.id === undefined ? {} : { id: call.id }),
          },
        },
      });
      assert.equal(second.text, AIMOCK_ANSWERS.sunny);
    });

    await t.step(`${upstream}: structured output`, async () => {
      const config = { responseMimeType: "application/json", responseJsonSchema: SCHEMA };
      const answer = await models.generateContent({ model, contents: "structured", config });

      assert.deepEqual(JSON.parse(answer.text ?? ""), { answer: 42 });
    });

    await t.step(`${upstream}: a picture arrives`, async () => {
      const answer = await models.generateContent({
        model: recordedModelAt(upstream),
        contents: [{ inlineData: { mimeType: "image/png", data: PIXEL } }],
      });

      assert.equal(answer.text, "seen");
      assert.ok(stage.lastSeen().includes(PIXEL));
    });

    await t.step(`${upstream}: an error, given up by the caller`, async () => {
      await assert.rejects(
        models.generateContent({ model, contents: "too fast" }),
        (thrown) =>
          thrown instanceof ApiError && thrown.status === 429 && /Slow down/.test(thrown.message),
      );
      const abort = new AbortController();
      abort.abort();
      const config = { abortSignal: abort.signal };
      await assert.rejects(models.generateContent({ model, contents: "hello", config }));
    });
  }

  await t.step("embeds with a provider that speaks OpenAI's format", async () => {
    const { embeddings } = await models.embedContent({
      model: recordedModelAt("openai_chat"),
      contents: "x",
    });

    assert.deepEqual(embeddings?.[0]?.values, VECTOR);
  });
});
