/** What one request leaves in the database of the real process, and what it must not leave. */
import assert from "node:assert/strict";
import { calcPrice } from "@pydantic/genai-prices";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";
import { rawRequest } from "../support/raw_client.ts";
import { startReplayServer } from "../support/replay_server.ts";

const messages = [{ role: "user", content: "Hi" }];
const PROVIDER_KEY = "sk-proj-Prov1derKeyThatMustStayInTheVault42";

Deno.test("a priced request leaves tokens, cost, times, labels and key in its one row", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: { providers: { openai: { base_url: simulator.baseUrl } } },
    keys: { openai: PROVIDER_KEY },
    tokens: ["my-app"],
  });
  const counts = "promptTokens=1000,cachedTokens=256,reasoningTokens=20,chunks=50";
  const priced = calcPrice(
    { input_tokens: 1000, output_tokens: 50, cache_read_tokens: 256 },
    "gpt-4o-mini",
    { providerId: "openai" },
  );

  for (const stream of [false, true]) {
    const answer = await rawRequest(`${gateway.baseUrl}/chat/completions`, {
      headers: {
        authorization: `Bearer ${gateway.tokens["my-app"]}`,
        "x-session-id": "s-1",
        "x-flow-tags": "team=search, nightly",
      },
      body: {
        model: `openai/gpt-4o-mini:${counts}`,
        messages,
        stream,
        user_tag: "from-body",
        session_id: "the header wins",
        metadata: { team: "the header wins", run: "7" },
      },
    });
    assert.equal(answer.status, 200, answer.text());

    const row = await gateway.log.next();
    assertRow(row, {
      id: answer.header("x-request-id"),
      endpoint: "/v1/chat/completions",
      outcome: "complete",
      http_status: 200,
      provider: "openai",
      provider_key_label: "main",
      caller_token_name: "my-app",
      model_requested: `openai/gpt-4o-mini:${counts}`,
      model_used: "gpt-4o-mini",
      stream: stream ? 1 : 0,
      finish_reason: "stop",
      error_code: null,
      upstream_request_id: answer.header("x-flow-upstream-request-id"),
      prompt_tokens: 1000,
      completion_tokens: 50,
      total_tokens: 1050,
      cached_tokens: 256,
      reasoning_tokens: 20,
      session_id: "s-1",
      user_tag: "from-body",
      cost_nano_usd: Math.round((priced?.total_price ?? NaN) * 1e9),
    });
    assert.deepEqual(JSON.parse(String(row.tags)), { team: "search", nightly: "", run: "7" });
    assert.match(String(row.price_source), /^genai-prices@\d/);
    assert.equal(row.ttft_ms !== null, stream);
    assert.ok(Number(row.latency_ms) >= Number(row.ttft_ms));
    assert.ok(Number(row.overhead_us) > 0);
    if (!stream) {
      assert.equal(Number(answer.header("x-flow-cost-usd")) * 1e9, row.cost_nano_usd);
    }
    const seen = simulator.requests.at(-1);
    assert.equal(seen?.header("authorization"), `Bearer ${PROVIDER_KEY}`);
    assert.deepEqual(seen.headers.filter(([name]) => name.startsWith("x-")), []);
  }
  await gateway.stop();
});

Deno.test("a stream that broke off leaves an estimate, also when bodies are not kept", async () => {
  const chunk = (content: string) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
  await using provider = await startReplayServer(() => ({
    headers: [["content-type", "text/event-stream"]],
    body: chunk("Twenty characters ok") + chunk("Twenty characters ok"),
  }));
  for (const keeps of [true, false]) {
    await using gateway = await startGatewayProcess({
      config: {
        providers: { openai: { base_url: provider.baseUrl } },
        logging: { log_prompts: keeps, log_responses: keeps },
      },
      keys: { openai: PROVIDER_KEY },
    });

    await rawRequest(`${gateway.baseUrl}/chat/completions`, {
      body: { model: "openai/gpt-4o-mini", messages, stream: true },
    });

    const row = await gateway.log.next();
    // A message is 4 tokens and its words; four characters a token. $0.15 and $0.60 a million.
    assertRow(row, {
      outcome: "failed",
      error_code: "upstream_interrupted",
      prompt_tokens: 4 + 1,
      completion_tokens: 10,
      total_tokens: 15,
      is_usage_estimated: 1,
      cost_nano_usd: 5 * 150 + 10 * 600,
    });
    assert.equal(row.request_body === null, !keeps);
    assert.equal(row.response_body === null, !keeps);
    await gateway.stop();
  }
});

/** The part of a secret that no mask keeps. */
const CORE = "PlantedSecretThatNobodyMaySee0123456789";

Deno.test("a secret in prompts, labels, answers and errors is nowhere in the files or the output", async () => {
  const secret = `sk-proj-${CORE}`;
  const chunk = { choices: [{ index: 0, delta: { content: secret }, finish_reason: "stop" }] };
  await using provider = await startReplayServer((request) =>
    request.text().includes('"stream":true')
      ? {
        headers: [["content-type", "text/event-stream"]],
        body: `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`,
        cuts: 7,
      }
      : { status: 401, body: `{"error":{"message":"Wrong key ${secret}","code":"bad"}}` }
  );
  await using gateway = await startGatewayProcess({
    config: {
      providers: { openai: { base_url: provider.baseUrl } },
      logging: { level: "DEBUG" },
    },
    keys: { openai: PROVIDER_KEY },
  });

  for (const stream of [true, false]) {
    const answer = await rawRequest(`${gateway.baseUrl}/chat/completions`, {
      headers: { "x-user-tag": secret, "x-flow-tags": `key=${secret}`, "x-session-id": secret },
      body: {
        model: "openai/gpt-4o",
        messages: [{ role: "user", content: `My key is ${secret}, keep it.` }],
        metadata: { key: secret },
        stream,
      },
    });

    assert.match(answer.text(), new RegExp(CORE), "the caller's own answer was changed");
    const row = await gateway.log.next();
    assert.equal(row.outcome, stream ? "complete" : "failed");
    assert.match(String(row.request_body), /My key is sk-proj-Pl\.\.\.\*{4}, keep it\./);
    assert.match(String(row.user_tag), /\*{4}/);
    if (stream) assert.match(String(row.response_text), /^sk-proj-Pl\.\.\.\*{4}$/);
    else assert.match(String(row.error_message), /Wrong key sk-proj-Pl\.\.\.\*{4}/);
  }
  await gateway.stop();

  let bytesRead = 0;
  for await (const { name, isFile } of Deno.readDir(gateway.folder.path)) {
    if (!isFile) continue;
    const bytes = await Deno.readFile(gateway.folder.file(name));
    bytesRead += bytes.length;
    const text = new TextDecoder("latin1").decode(bytes);
    for (const hidden of [CORE, PROVIDER_KEY.slice(12, -6)]) {
      assert.ok(!text.includes(hidden), `${name} holds a secret`);
    }
  }
  assert.ok(bytesRead > 10_000, "there was nothing to look at");
  for (const hidden of [CORE, PROVIDER_KEY]) assert.ok(!gateway.said().includes(hidden));
});
