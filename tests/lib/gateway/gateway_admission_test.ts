import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { CHAT, EMBEDDINGS } from "../../../lib/formats/openai_chat/endpoints.ts";
import { CHAT_BODY, gatewayFixture, send, usableKey } from "../../support/gateway.ts";

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()).error;
}

const TOKEN = "fgt_" + "a".repeat(43);
const admit = (presented: string | null) => {
  if (presented === TOKEN) return { id: "t-1", name: "laptop" };
  throw new FlowError("invalid_api_key", "Not a token.");
};

const ways: [where: string, headers: Record<string, string>, body: object][] = [
  ["Authorization", { authorization: `Bearer ${TOKEN}` }, CHAT_BODY],
  ["x-api-key", { "x-api-key": TOKEN }, CHAT_BODY],
  ["x-goog-api-key", { "x-goog-api-key": TOKEN }, CHAT_BODY],
  ["the body's user", {}, { ...CHAT_BODY, user: TOKEN }],
];
for (const [where, headers, body] of ways) {
  Deno.test(`Gateway takes a caller token in ${where} and lets it go no further`, async () => {
    using fixture = gatewayFixture({ admit });

    const response = await send(fixture, body, { headers });

    assert.equal(response.status, 200);
    assert.equal(fixture.row().callerTokenName, "laptop");
    const [seen] = fixture.seen;
    assert.ok(!seen!.body.includes("fgt_"));
    assert.ok(![...seen!.headers].flat().join().includes("fgt_"));
    const logged = new TextDecoder().decode(fixture.rows[0]!.requestBody ?? undefined);
    assert.ok(
      !JSON.stringify(fixture.rows[0]!.record).includes("fgt_") && !logged.includes("fgt_"),
    );
  });
}

Deno.test("Gateway takes a caller token in the query and lets it go no further", async () => {
  using fixture = gatewayFixture({ admit });
  const request = new Request(`http://gateway/v1/chat/completions?key=${TOKEN}`, {
    method: "POST",
    body: JSON.stringify(CHAT_BODY),
    headers: { "content-type": "application/json" },
  });

  const response = await fixture.gateway.handle(CHAT, { request, clientIp: null });

  assert.equal(response.status, 200);
  assert.equal(fixture.row().callerTokenName, "laptop");
  assert.ok(!JSON.stringify([fixture.row(), fixture.seen[0]?.url]).includes("fgt_"));
});

Deno.test("Gateway drops a token in user even when another one was presented", async () => {
  using fixture = gatewayFixture({ admit });

  await send(fixture, { ...CHAT_BODY, user: `fgt_${"b".repeat(43)}` }, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });

  assert.ok(!fixture.seen[0]!.body.includes("fgt_"));
});

Deno.test("Gateway keeps an ordinary user", async () => {
  using fixture = gatewayFixture();

  await send(fixture, { ...CHAT_BODY, user: "anna" });

  assert.equal(JSON.parse(fixture.seen[0]!.body).user, "anna");
});

const strangers: [
  what: string,
  headers: Record<string, string>,
  body: unknown,
  endpoint?: typeof EMBEDDINGS,
][] = [
  ["no token", {}, CHAT_BODY],
  ["a wrong token in the header beside a right one in user", { authorization: "Bearer x" }, {
    ...CHAT_BODY,
    user: TOKEN,
  }],
  ["a wrong token and a broken body", { authorization: "Bearer x" }, "{"],
  [
    "a token in user where that is not read",
    {},
    { model: "openai/m", input: "x", user: TOKEN },
    EMBEDDINGS,
  ],
];
for (const [what, headers, body, endpoint] of strangers) {
  Deno.test(`Gateway answers 401 to ${what}, and records it`, async () => {
    using fixture = gatewayFixture({ admit });

    const response = await send(fixture, body, { headers, ...(endpoint ? { endpoint } : {}) });

    assert.equal(response.status, 401);
    assert.deepEqual(await errorOf(response), {
      message: "Not a token.",
      type: "auth_error",
      param: null,
      code: "invalid_api_key",
    });
    assert.equal(fixture.seen.length, 0);
    assert.equal(fixture.row().outcome, "refused");
  });
}

const refused: [
  what: string,
  options: Parameters<typeof gatewayFixture>[0],
  body: unknown,
  status: number,
  code: string,
  param: string | null,
][] = [
  ["broken JSON", {}, "{", 400, "invalid_json", null],
  ["a wrong type", {}, { ...CHAT_BODY, temperature: "hot" }, 400, "invalid_request", "temperature"],
  ["an unknown model", {}, { ...CHAT_BODY, model: "unheard-of" }, 404, "model_not_found", "model"],
  [
    "a body beyond the limit",
    { settings: { bodyLimitBytes: 10 } },
    CHAT_BODY,
    413,
    "body_too_large",
    null,
  ],
  ["no key", { directory: { keys: [] } }, CHAT_BODY, 404, "provider_not_configured", "model"],
  [
    "no vault",
    { directory: { vault: "uninitialized", keys: [] } },
    CHAT_BODY,
    503,
    "vault_not_initialized",
    null,
  ],
  [
    "a locked vault",
    {
      directory: {
        vault: "locked",
        keys: [{ provider: "openai", key: usableKey(), sealed: true }],
      },
    },
    CHAT_BODY,
    503,
    "vault_locked",
    null,
  ],
  [
    "a provider without base URL",
    { directory: { configured: { nowhere: {} } } },
    { ...CHAT_BODY, model: "nowhere/m" },
    404,
    "provider_not_configured",
    "model",
  ],
];
for (const [what, options, body, status, code, param] of refused) {
  Deno.test(`Gateway refuses ${what} in OpenAI's shape, and records it`, async () => {
    using fixture = gatewayFixture(options);

    const response = await send(fixture, body);

    const error = await errorOf(response);
    assert.equal(response.status, status);
    assert.equal(error.code, code);
    assert.equal(error.param, param);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("x-request-id"), "id-1");
    assert.equal(response.headers.get("x-flow-error-source"), "gateway");
    assert.equal(fixture.seen.length, 0);
    const row = fixture.row();
    assert.equal(row.outcome, "refused");
    assert.equal(row.httpStatus, status);
    assert.equal(row.errorCode, code);
    assert.equal(row.errorMessage, error.message);
  });
}

Deno.test("Gateway refuses bad tags before it reads the body", async () => {
  using fixture = gatewayFixture();

  const response = await send(fixture, "{", { headers: { "x-flow-tags": "=x" } });

  assert.equal((await errorOf(response)).param, "x-flow-tags");
});

Deno.test("Gateway answers blandly when it fails itself, and records it", async () => {
  using fixture = gatewayFixture({
    admit: () => {
      throw new Error("sk-secret in a bug");
    },
  });

  const response = await send(fixture);

  const error = await errorOf(response);
  assert.equal(response.status, 500);
  assert.equal(error.code, "internal");
  assert.ok(!JSON.stringify([error, fixture.row()]).includes("sk-secret"));
});
