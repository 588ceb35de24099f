/** Streams in the shapes of several providers, read by OpenAI's SDK for JavaScript. */
import assert from "node:assert/strict";
import OpenAI from "openai";
import { startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";
import { PROVIDER_STREAMS, sent } from "../support/provider_streams.ts";
import { startReplayServer } from "../support/replay_server.ts";

Deno.test("streams of all provider shapes mean to the npm SDK what they say", async () => {
  await using provider = await startReplayServer({ body: "" });
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: provider.baseUrl } } },
  });
  const { chat } = new OpenAI({ baseURL: gateway.baseUrl, apiKey: "unused", maxRetries: 0 });

  for (const expected of PROVIDER_STREAMS) {
    for (const includeUsage of [false, true]) {
      provider.replay({
        headers: [["content-type", "text/event-stream"]],
        body: sent(expected),
        cuts: 5,
      });
      const stream = await chat.completions.create({
        model: "sim/m",
        messages: [{ role: "user", content: "Hi" }],
        stream: true,
        ...(includeUsage ? { stream_options: { include_usage: true } } : {}),
      });
      let text = "";
      let usageChunks = 0;
      const tools: string[] = [];
      for await (const { choices, usage } of stream) {
        if (choices.length === 0 && usage) usageChunks++;
        const delta = choices[0]?.delta;
        text += delta?.content ?? "";
        for (const { index, function: call } of delta?.tool_calls ?? []) {
          tools[index] = (tools[index] ?? "") + (call?.name ? `${call.name} ` : "") +
            (call?.arguments ?? "");
        }
      }

      assert.equal(text, expected.text, expected.name);
      assert.deepEqual(tools, expected.tools ?? [], expected.name);
      const asked = includeUsage && expected.usageEvent !== null;
      assert.equal(usageChunks, asked ? 1 : 0, expected.name);
      assertRow(await gateway.log.next(), expected.row);
    }
  }
  await gateway.stop();
});
