import assert from "node:assert/strict";
import { askForModels, type ProviderAccess } from "../../../lib/admin/model_list.ts";
import { namedProvider } from "../../../lib/admin/provider_name.ts";
import { FlowError } from "../../../lib/domain/errors.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import type { CallJson, JsonRequest } from "../../../lib/http/json_call.ts";

const KEY = "sk-0123456789abcdefABCDEF";

function access(name = "openai", change: Partial<ProviderAccess> = {}): ProviderAccess {
  const named = namedProvider(name, {});
  return {
    ...named,
    baseUrl: named.baseUrl ?? "http://127.0.0.1/v1",
    keyLabel: "default",
    secret: new Secret(KEY),
    ...change,
  };
}

/** Answers every call the same way and keeps the requests. */
function answering(status: number, text: string): { call: CallJson; requests: JsonRequest[] } {
  const requests: JsonRequest[] = [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const call: CallJson = (request) => {
    requests.push(request);
    return Promise.resolve({ status, headers: new Headers(), json, text });
  };
  return { call, requests };
}

Deno.test("askForModels sends the key as bearer, with configured headers", async () => {
  const { call, requests } = answering(200, "[]");

  await askForModels(call, access("openai", { headers: { "x-team": "a" } }));
  await askForModels(call, access("ollama", { secret: null }));

  assert.deepEqual(requests.map(({ method, url, headers }) => [method, url.href, headers]), [
    ["GET", "https://api.openai.com/v1/models", [["x-team", "a"], [
      "authorization",
      `Bearer ${KEY}`,
    ]]],
    ["GET", "http://127.0.0.1:11434/v1/models", []],
  ]);
});

Deno.test("askForModels asks as the provider's record says", async () => {
  const { call, requests } = answering(200, '{"data":[]}');

  await askForModels(call, access("anthropic"));

  assert.equal(requests[0]?.url.href, "https://api.anthropic.com/v1/models?limit=1000");
  assert.deepEqual(requests[0]?.headers, [["anthropic-version", "2023-06-01"], ["x-api-key", KEY]]);
});

Deno.test("askForModels reads lists in every shape that providers give them", async () => {
  const data = [
    { id: "a", owned_by: "acme", created: 1_700_000_000 },
    { name: "b", owned_by: 7, created: "yesterday" },
    { id: "", name: "c" },
    { id: "a", owned_by: "again" },
    { id: 4 },
    { id: "  " },
    { id: "x\u001b[31m" },
    { id: "y".repeat(257) },
    "text",
    null,
  ];
  for (const body of [data, { object: "list", data }]) {
    const { call } = answering(200, JSON.stringify(body));
    assert.deepEqual(await askForModels(call, access()), {
      kind: "listed",
      models: [
        { modelId: "a", ownedBy: "again", created: null },
        { modelId: "b", ownedBy: null, created: null },
        { modelId: "c", ownedBy: null, created: null },
      ],
    });
  }
});

Deno.test("askForModels tells a refused key, a missing list and failures apart", async () => {
  const cases: [number, string, string, RegExp][] = [
    [401, '{"error":{"message":"Incorrect key"}}', "unauthorized", /OpenAI .* 401: Incorrect key$/],
    [403, "", "unauthorized", /answered 403\.$/],
    [404, "no such page", "no_list", /404: no such page/],
    [405, "", "no_list", /405/],
    [429, "slow down", "failed", /429: slow down/],
    [500, "<h1>Oops</h1>", "failed", /500: <h1>Oops/],
    [302, "", "failed", /302/],
    [200, "<!doctype html><p>", "failed", /an HTML page. Is the base URL right/],
    [200, "plain", "failed", /no JSON/],
    [200, '{"models":3}', "failed", /no list of models/],
  ];
  for (const [status, text, kind, why] of cases) {
    const answer = await askForModels(answering(status, text).call, access());
    assert.equal(answer.kind, kind, text);
    assert.match("why" in answer ? answer.why : "", why);
  }
});

Deno.test("askForModels never repeats the key that a provider quotes, nor control characters", async () => {
  const body = `no ${KEY}\n\u001b[31m` + "x".repeat(1000);

  const answer = await askForModels(answering(401, body).call, access());

  assert.ok("why" in answer);
  assert.ok(!answer.why.includes(KEY));
  assert.match(answer.why, /^[^\p{Cc}]{1,300}$/u);
});

Deno.test("askForModels takes a provider that cannot be reached for an answer, a defect not", async () => {
  const down: CallJson = () => Promise.reject(new FlowError("upstream_unreachable", "No route."));
  const defect: CallJson = () => Promise.reject(new TypeError("defect"));

  assert.deepEqual(await askForModels(down, access()), { kind: "unreachable", why: "No route." });
  await assert.rejects(askForModels(defect, access()), TypeError);
});
