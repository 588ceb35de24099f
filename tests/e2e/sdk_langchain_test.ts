/** LangChain's models for OpenAI, Anthropic and Google, and providers of every format. */
import assert from "node:assert/strict";
import { ChatAnthropic } from "@langchain/anthropic";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { type AIMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatGoogleGenerativeAI } from "@langchain/google-genai";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
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

type ModelOf = (model: string) => BaseChatModel;

function clients({ url }: SdkStage): Readonly<Record<string, ModelOf>> {
  const apiKey = "unused";
  const maxRetries = 0;
  const configuration = { baseURL: `${url}/v1` };
  return {
    ChatOpenAI: (model) => new ChatOpenAI({ model, apiKey, maxRetries, configuration }),
    "ChatOpenAI of responses": (model) =>
      new ChatOpenAI({ model, apiKey, maxRetries, configuration, useResponsesApi: true }),
    ChatAnthropic: (model) =>
      new ChatAnthropic({ model, apiKey, maxRetries, maxTokens: 500, anthropicApiUrl: url }),
    ChatGoogleGenerativeAI: (model) =>
      new ChatGoogleGenerativeAI({ model, apiKey, maxRetries, baseUrl: url }),
  };
}

const weather = tool(({ city }) => `sunny in ${city}`, {
  name: "weather",
  description: "The weather in a city",
  schema: z.object({ city: z.string() }),
});

Deno.test("LangChain with providers of every format", WITH_AIMOCK, async (t) => {
  await using stage = await startSdkStage();
  for (const [client, modelOf] of Object.entries(clients(stage))) {
    for (const upstream of UPSTREAMS) {
      await t.step(`${client} → ${upstream}`, async () => {
        const model = modelOf(modelAt(upstream));

        assert.equal((await model.invoke("hello")).text, AIMOCK_ANSWERS.hello);
        let streamed = "";
        for await (const chunk of await model.stream("hello")) streamed += chunk.text;
        assert.equal(streamed, AIMOCK_ANSWERS.hello);

        const bound = model.bindTools?.([weather]);
        assert.ok(bound !== undefined);
        const question = new HumanMessage("weather");
        const asked: AIMessage = await bound.invoke([question]);
        const call = asked.tool_calls?.[0];
        assert.deepEqual([call?.name, call?.args], ["weather", { city: "Oslo" }]);
        const result = new ToolMessage({
          content: "sunny",
          tool_call_id: call?.id ?? "",
          name: "weather",
        });
        const answer = await bound.invoke([question, asked, result]);
        assert.equal(answer.text, AIMOCK_ANSWERS.sunny);

        // Its client for Google sends pictures to models of Google's own names only.
        if (client !== "ChatGoogleGenerativeAI") {
          const url = `data:image/png;base64,${PIXEL}`;
          const seen = await modelOf(recordedModelAt(upstream)).invoke([
            new HumanMessage({ content: [{ type: "image_url", image_url: { url } }] }),
          ]);
          assert.equal(seen.text, "seen");
          assert.ok(stage.lastSeen().includes(PIXEL));
        }

        await assert.rejects(model.invoke("too fast"), /429|Slow down/);
      });
    }
  }

  await t.step("embeds with a provider that speaks Gemini's format", async () => {
    const embeddings = new OpenAIEmbeddings({
      model: recordedModelAt("gemini"),
      apiKey: "unused",
      configuration: { baseURL: `${stage.url}/v1` },
    });

    assert.deepEqual(await embeddings.embedQuery("x"), [...new Float32Array(VECTOR)]);
  });
});
