/** How things that go wrong look to OpenAI's SDK for JavaScript, and what the log says of them. */
import assert from "node:assert/strict";
import OpenAI from "openai";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { startAimock, WITH_AIMOCK } from "../support/aimock.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";

type ErrorClass = new (...args: never[]) => InstanceType<typeof OpenAI.APIError>;

const messages = [{ role: "user" as const, content: "Hi" }];

function clientOf(gateway: GatewayProcess, options: ConstructorParameters<typeof OpenAI>[0] = {}) {
  return new OpenAI({ baseURL: gateway.baseUrl, apiKey: "unused", maxRetries: 0, ...options });
}

/** What a call threw, which must be of this class and no other. */
async function thrownBy(
  call: () => PromiseLike<unknown>,
  expected: ErrorClass,
): Promise<InstanceType<typeof OpenAI.APIError>> {
  try {
    await call();
  } catch (thrown) {
    assert.ok(thrown instanceof OpenAI.APIError, String(thrown));
    assert.equal(thrown.constructor.name, expected.name, String(thrown));
    return thrown;
  }
  assert.fail(`nothing was thrown instead of a ${expected.name}`);
}

/** Status of the provider → class of the SDK, code in the row. */
const PROVIDER_ERRORS: readonly (readonly [number, ErrorClass, string])[] = [
  [400, OpenAI.BadRequestError, "invalid_type"],
  [401, OpenAI.AuthenticationError, "invalid_api_key"],
  [403, OpenAI.PermissionDeniedError, "model_not_found"],
  [404, OpenAI.NotFoundError, "model_not_found"],
  [409, OpenAI.ConflictError, "invalid_request_error"],
  [422, OpenAI.UnprocessableEntityError, "invalid_request_error"],
  [429, OpenAI.RateLimitError, "rate_limit_exceeded"],
  [500, OpenAI.InternalServerError, "server_error"],
  [503, OpenAI.InternalServerError, "overloaded"],
  [529, OpenAI.InternalServerError, "overloaded_error"],
];

Deno.test("a provider's errors keep their class, body and headers in the npm SDK", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: simulator.baseUrl } } },
  });
  const { chat } = clientOf(gateway);

  for (const [status, expected, code] of PROVIDER_ERRORS) {
    for (const stream of [false, true]) {
      const model = `sim/status=${status},retryAfter=9`;
      const error = await thrownBy(
        () => chat.completions.create({ model, messages, stream }),
        expected,
      );

      assert.equal(error.status, status);
      assert.equal(error.headers?.get("x-flow-error-source"), "provider");
      assert.equal(error.headers?.get("x-ratelimit-limit-requests"), "500");
      assert.equal(error.headers?.get("retry-after"), "9");
      assertRow(await gateway.log.next(), {
        id: error.requestID ?? null,
        outcome: "failed",
        http_status: status,
        error_code: code,
        stream: stream ? 1 : 0,
        upstream_request_id: error.headers?.get("x-flow-upstream-request-id") ?? null,
        prompt_tokens: null,
        cost_nano_usd: null,
      });
    }
  }
  await gateway.stop();
});

Deno.test(
  "aimock's 429 reaches the npm SDK as RateLimitError with retry-after",
  WITH_AIMOCK,
  async () => {
    await using mock = await startAimock();
    await using gateway = await startGatewayProcess({
      config: { providers: { mock: { base_url: mock.baseUrl } } },
    });
    const ask = () =>
      clientOf(gateway).chat.completions.create({
        model: "mock/gpt-4o",
        messages: [{ role: "user", content: "too fast" }],
      });

    const error = await thrownBy(ask, OpenAI.RateLimitError);

    assert.equal(error.code, "rate_limit_exceeded");
    assert.equal(error.headers?.get("retry-after"), "7");
    assert.match(error.message, /Slow down/);
    assertRow(await gateway.log.next(), { outcome: "failed", http_status: 429 });
    await gateway.stop();
  },
);

Deno.test("the gateway's own errors have their class, code and param in the npm SDK", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: {
      providers: { sim: { base_url: simulator.baseUrl } },
      server: { body_limit_mb: 1 },
    },
  });
  const client = clientOf(gateway);
  const refused = async (
    expected: ErrorClass,
    code: string,
    param: string | null,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<void> => {
    const error = await thrownBy(
      () => client.post("/chat/completions", { body, headers }),
      expected,
    );
    assert.deepEqual([error.code, error.param], [code, param], error.message);
    assert.equal(error.headers?.get("x-flow-error-source"), "gateway", error.message);
    assertRow(await gateway.log.next(), {
      id: error.requestID ?? null,
      outcome: "refused",
      http_status: error.status ?? null,
      error_code: code,
      total_tokens: null,
    });
  };

  const model = "sim/m";
  await refused(OpenAI.BadRequestError, "invalid_request", "messages", { model });
  await refused(OpenAI.BadRequestError, "invalid_request", "messages", { model, messages: "Hi" });
  await refused(OpenAI.BadRequestError, "invalid_request", "model", { model: 3, messages });
  await refused(OpenAI.NotFoundError, "model_not_found", "model", { model: "nobody/m", messages });
  const large = [{ role: "user", content: "x".repeat(1024 * 1024) }];
  await refused(OpenAI.APIError, "body_too_large", null, { model, messages: large });
  assert.equal(simulator.requests.length, 0);

  const foreign = clientOf(gateway, { defaultHeaders: { origin: "https://evil.example" } });
  const error = await thrownBy(() => foreign.models.list(), OpenAI.PermissionDeniedError);
  assert.equal(error.code, "origin_not_allowed");
  const nowhere = await thrownBy(() => client.get("/responses/1"), OpenAI.NotFoundError);
  assert.equal(nowhere.code, "not_found");
  await gateway.stop();
});

Deno.test("a wrong caller token is an AuthenticationError in the npm SDK, a right one is named in the row", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: {
      providers: { sim: { base_url: simulator.baseUrl } },
    },
    tokens: ["my-app"],
  });
  const ask = (apiKey: string) =>
    clientOf(gateway, { apiKey }).chat.completions.create({ model: "sim/m", messages });

  const wrong = await thrownBy(() => ask("fgt_" + "x".repeat(43)), OpenAI.AuthenticationError);
  assert.equal(wrong.code, "invalid_api_key");
  assertRow(await gateway.log.next(), {
    outcome: "refused",
    http_status: 401,
    error_code: "invalid_api_key",
    caller_token_name: null,
  });

  await ask(gateway.tokens["my-app"] ?? "");
  assertRow(await gateway.log.next(), { outcome: "complete", caller_token_name: "my-app" });
  assert.equal(simulator.requests.at(-1)?.header("authorization"), null);
  await gateway.stop();
});

Deno.test("the npm SDK retries what may pass and leaves alone what cannot", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: simulator.baseUrl } } },
  });
  const { chat } = clientOf(gateway, { maxRetries: 2 });

  // The gateway itself asks its only key twice.
  simulator.setScenario("status=503,retryAfter=0", 4);
  await chat.completions.create({ model: "sim/m", messages });
  assert.deepEqual(
    (await gateway.log.take(3)).map((row) => [row.outcome, row.http_status]),
    [["failed", 503], ["failed", 503], ["complete", 200]],
  );
  assert.equal(simulator.requests.length, 5);

  const keyless = () => chat.completions.create({ model: "openai/gpt-4o-mini", messages });
  const error = await thrownBy(keyless, OpenAI.InternalServerError);
  assert.deepEqual([error.status, error.code], [503, "vault_not_initialized"]);
  assert.equal(error.headers?.get("x-should-retry"), "false");
  assertRow(await gateway.log.next(), { outcome: "refused", provider: "", http_status: 503 });
  await gateway.stop();
});

Deno.test(
  "a stream that breaks is an APIError in the npm SDK after all that came before",
  WITH_AIMOCK,
  async () => {
    await using simulator = await startSimulator();
    await using mock = await startAimock();
    await using gateway = await startGatewayProcess({
      config: {
        providers: { sim: { base_url: simulator.baseUrl }, mock: { base_url: mock.baseUrl } },
      },
    });
    const { chat } = clientOf(gateway, { maxRetries: 2 });
    const BROKEN: readonly (readonly [string, string, string, number])[] = [
      ["sim/chunks=9,usage=every,fault=reset@3", "Hi", "upstream_interrupted", 3],
      ["sim/chunks=9,usage=every,fault=close@3", "Hi", "upstream_interrupted", 3],
      ["sim/chunks=9,usage=every,fault=error_frame@3", "Hi", "internal_error", 3],
      ["mock/gpt-4o", "break off", "upstream_interrupted", 3],
    ];

    for (const [model, content, code, contents] of BROKEN) {
      let seen = 0;
      const read = async () => {
        const stream = await chat.completions
          .create({ model, messages: [{ role: "user", content }], stream: true });
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content) seen++;
      };
      const error = await thrownBy(read, OpenAI.APIError);

      assert.equal(error.code, code, `${model}: ${error.message}`);
      assert.equal(seen, contents, model);
      const isSim = model.startsWith("sim/");
      assertRow(await gateway.log.next(), {
        outcome: "failed",
        http_status: 200,
        error_code: code === "internal_error" ? "upstream_error" : code,
        finish_reason: null,
        // The mock never told its usage: the row holds our estimate, and says so.
        ...(isSim
          ? { prompt_tokens: 2, completion_tokens: 3 }
          : { prompt_tokens: 7, completion_tokens: 4, is_usage_estimated: 1 }),
      });
    }
    await gateway.stop();
  },
);

Deno.test("an abort in the npm SDK ends the provider's work and leaves what was known so far", async () => {
  await using simulator = await startSimulator();
  await using gateway = await startGatewayProcess({
    config: { providers: { sim: { base_url: simulator.baseUrl } } },
  });
  const client = clientOf(gateway);

  const stream = await client.chat.completions.create({
    model: "sim/chunks=2000,cadence=5,usage=every",
    messages,
    stream: true,
  });
  let seen = 0;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content && ++seen === 3) stream.controller.abort();
  }
  assert.equal(await simulator.requests[0]?.ended, "aborted");
  const row = await gateway.log.next();
  assertRow(row, { outcome: "caller_gone", error_code: "caller_gone", prompt_tokens: 2 });
  const known = Number(row.completion_tokens);
  assert.ok(known >= 3 && known < 1000, `${known} completion tokens`);
  assert.ok(Number(row.ttft_ms) <= Number(row.latency_ms));
  await gateway.stop();
});
