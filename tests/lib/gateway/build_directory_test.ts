import assert from "node:assert/strict";
import { buildDirectory } from "../../../lib/gateway/build_directory.ts";
import { PROVIDERS } from "../../../lib/providers/registry.ts";
import { catalogModel, usableKey } from "../../support/gateway.ts";

const NOTHING = {
  vault: "unlocked",
  configured: {},
  keys: [],
  models: [],
  limits: { connectMs: 1, headersMs: 2, idleMs: 3 },
} as const;

Deno.test("buildDirectory knows every built-in provider without being told", () => {
  const { providers } = buildDirectory(NOTHING);

  assert.deepEqual([...providers.keys()], PROVIDERS.map(({ id }) => id));
  assert.deepEqual(providers.get("openai"), {
    provider: PROVIDERS[0],
    baseUrl: "https://api.openai.com/v1",
    format: "auto",
    apiVersion: null,
    keys: [],
    sealedKeys: 0,
    headers: {},
    limits: NOTHING.limits,
  });
});

Deno.test("buildDirectory lets the configuration override a provider, also by its alias", () => {
  const { providers } = buildDirectory({
    ...NOTHING,
    configured: {
      GEMINI: { base_url: "http://127.0.0.1:1/v1", idle_timeout_ms: 30, headers: { "x-a": "1" } },
      google: { header_timeout_ms: 20, headers: { "x-b": "2" } },
    },
  });

  const google = providers.get("google");
  assert.equal(google?.baseUrl, "http://127.0.0.1:1/v1");
  assert.deepEqual(google?.limits, { connectMs: 1, headersMs: 20, idleMs: 30 });
  assert.deepEqual(google?.headers, { "x-a": "1", "x-b": "2" });
  assert.equal(providers.size, PROVIDERS.length);
});

Deno.test("buildDirectory takes format and API version from the configuration", () => {
  const { providers } = buildDirectory({
    ...NOTHING,
    configured: { azure: { api_version: "2025-01-01-preview", format: "openai_chat" } },
  });

  const azure = providers.get("azure");
  assert.deepEqual([azure?.baseUrl, azure?.format, azure?.apiVersion], [
    null,
    "openai_chat",
    "2025-01-01-preview",
  ]);
});

Deno.test("buildDirectory makes a provider of a configured name that it does not know", () => {
  const { providers } = buildDirectory({
    ...NOTHING,
    configured: { LlamaCpp: { base_url: "http://127.0.0.1:8080/v1" } },
  });

  const entry = providers.get("llamacpp");
  assert.equal(entry?.baseUrl, "http://127.0.0.1:8080/v1");
  assert.equal(entry?.provider.keyless, true);
});

Deno.test("buildDirectory gives keys to their providers and counts sealed ones", () => {
  const key = usableKey();
  const other = usableKey({ id: "key-2", baseUrl: "http://127.0.0.1:9/v1" });
  const { providers } = buildDirectory({
    ...NOTHING,
    keys: [
      { provider: "OpenAI", key, sealed: false },
      { provider: "openai", key: other, sealed: false },
      { provider: "openai", key: usableKey({ id: "key-3" }), sealed: true },
      { provider: "elsewhere", key: other, sealed: false },
    ],
  });

  assert.deepEqual(providers.get("openai")?.keys, [key, other]);
  assert.equal(providers.get("openai")?.sealedKeys, 1);
  assert.deepEqual(providers.get("elsewhere")?.keys, [other]);
});

Deno.test("buildDirectory finds models by their bare name", () => {
  const models = [
    catalogModel("openai", "m"),
    catalogModel("groq", "m"),
    catalogModel("groq", "n"),
  ];

  const { modelsById } = buildDirectory({ ...NOTHING, models });

  assert.deepEqual(modelsById.get("m"), models.slice(0, 2));
  assert.deepEqual([...modelsById.keys()], ["m", "n"]);
});

Deno.test("buildDirectory does not change what it was given", () => {
  const parts = {
    ...NOTHING,
    configured: { openai: { base_url: "http://127.0.0.1:1/v1", headers: { a: "1" } } },
    keys: [{ provider: "openai", key: usableKey(), sealed: false }],
  };
  const before = structuredClone({ configured: parts.configured, limits: parts.limits });

  buildDirectory(parts);

  assert.deepEqual({ configured: parts.configured, limits: parts.limits }, before);
  assert.equal(PROVIDERS[0]?.baseUrl, "https://api.openai.com/v1");
});
