/** Vercel's AI SDK, with its providers for OpenAI, Anthropic and Google, and providers of every format. */
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import {
  APICallError,
  embed,
  generateText,
  type LanguageModel,
  Output,
  stepCountIs,
  streamText,
  tool,
} from "ai";
import { z } from "zod";
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

type ModelOf = (id: string) => LanguageModel;

function clients({ url }: SdkStage): Readonly<Record<string, ModelOf>> {
  const apiKey = "unused";
  const openai = createOpenAI({ baseURL: `${url}/v1`, apiKey });
  const anthropic = createAnthropic({ baseURL: `${url}/v1`, apiKey });
  const google = createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey });
  return {
    "openai.chat": (id) => openai.chat(id),
    "openai.responses": (id) => openai.responses(id),
    anthropic: (id) => anthropic(id),
    google: (id) => google(id),
  };
}

const weather = tool({
  description: "The weather in a city",
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `sunny in ${city}`,
});

Deno.test("Vercel's ai with providers of every format", WITH_AIMOCK, async (t) => {
  await using stage = await startSdkStage();
  for (const [client, modelOf] of Object.entries(clients(stage))) {
    for (const upstream of UPSTREAMS) {
      await t.step(`${client} → ${upstream}`, async () => {
        const model = modelOf(modelAt(upstream));
        const maxRetries = 0;

        const whole = await generateText({ model, prompt: "hello", maxRetries });
        assert.equal(whole.text, AIMOCK_ANSWERS.hello);
        assert.equal(whole.finishReason, "stop");

        const stream = streamText({
          model,
          prompt: "weather",
          tools: { weather },
          stopWhen: stepCountIs(3),
          maxRetries,
        });
        // The mock ends Gemini's calls with a reason that Google has not, and it passes as it is.
        const isOdd = client === "google" && upstream === "gemini";
        assert.equal(await stream.text, isOdd ? "" : AIMOCK_ANSWERS.sunny);
        const [first] = await stream.steps;
        assert.deepEqual(first?.toolCalls.map(({ toolName, input }) => [toolName, input]), [
          ["weather", { city: "Oslo" }],
        ]);

        const { output } = await generateText({
          model,
          prompt: "structured",
          output: Output.object({ schema: z.object({ answer: z.number() }) }),
          maxRetries,
        });
        assert.deepEqual(output, { answer: 42 });

        const image = `data:image/png;base64,${PIXEL}`;
        const seen = await generateText({
          model: modelOf(recordedModelAt(upstream)),
          messages: [{
            role: "user",
            content: [{ type: "file", data: image, mediaType: "image/png" }],
          }],
          maxRetries,
        });
        assert.equal(seen.text, "seen");
        assert.ok(stage.lastSeen().includes(PIXEL));

        await assert.rejects(
          generateText({ model, prompt: "too fast", maxRetries }),
          (thrown) => APICallError.isInstance(thrown) && thrown.statusCode === 429,
        );
        const abortSignal = AbortSignal.abort();
        await assert.rejects(generateText({ model, prompt: "hello", abortSignal, maxRetries }));
      });
    }
  }

  await t.step("embeds with a provider that speaks Gemini's format", async () => {
    const openai = createOpenAI({ baseURL: `${stage.url}/v1`, apiKey: "unused" });

    const { embedding } = await embed({
      model: openai.embedding(recordedModelAt("gemini")),
      value: "x",
    });

    assert.deepEqual(embedding, VECTOR);
  });
});
