import assert from "node:assert/strict";
import {
  askForModels,
  type ModelListAnswer,
  type ProviderAccess,
} from "../../../lib/admin/model_list.ts";
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

const asked: [provider: string, change: Partial<ProviderAccess>, url: string, string[]][] = [
  ["anthropic", {}, "https://api.anthropic.com/v1/models?limit=1000", [
    "anthropic-version: 2023-06-01",
    `x-api-key: ${KEY}`,
  ]],
  ["google", {}, "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000", [
    `x-goog-api-key: ${KEY}`,
  ]],
  [
    "google",
    { format: "openai_chat" },
    "https://generativelanguage.googleapis.com/v1beta/models" +
    "?pageSize=1000",
    [`x-goog-api-key: ${KEY}`],
  ],
  [
    "google",
    { baseUrl: "http://127.0.0.1:1/v1beta/openai" },
    "http://127.0.0.1:1/v1beta/openai/models",
    [
      `authorization: Bearer ${KEY}`,
    ],
  ],
  [
    "azure",
    { baseUrl: "https://r.openai.azure.com/openai/v1" },
    "https://r.openai.azure.com/openai/v1/models",
    [
      `api-key: ${KEY}`,
    ],
  ],
  [
    "azure",
    { baseUrl: "https://r.openai.azure.com", apiVersion: "v" },
    "https://r.openai.azure.com/openai/models?api-version=v",
    [
      `api-key: ${KEY}`,
    ],
  ],
  ["deepseek", {}, "https://api.deepseek.com/v1/models", [`authorization: Bearer ${KEY}`]],
  [
    "lab",
    { format: "anthropic_messages", baseUrl: "http://127.0.0.1:1" },
    "http://127.0.0.1:1/v1/models?limit=1000",
    [
      "anthropic-version: 2023-06-01",
      `x-api-key: ${KEY}`,
    ],
  ],
];
for (const [provider, change, url, headers] of asked) {
  Deno.test(`askForModels asks ${provider} at ${url} with ${headers.at(-1)?.split(" ")[0]}`, async () => {
    const { call, requests } = answering(200, '{"data":[]}');

    const answer = await askForModels(call, access(provider, change));

    assert.equal(answer.kind, "listed");
    assert.deepEqual(requests.map((request) => request.url.href), [url]);
    assert.deepEqual(requests[0]?.headers.map((header) => header.join(": ")), headers);
  });
}

/** Answers by the query of the request. */
function pages(bySearch: Record<string, unknown>): CallJson {
  return ({ url }) => {
    const json = bySearch[url.search];
    assert.notEqual(json, undefined, url.search);
    return Promise.resolve({ status: 200, headers: new Headers(), json, text: "" });
  };
}

function ids(answer: ModelListAnswer): string[] {
  assert.ok(answer.kind === "listed");
  return answer.models.map(({ modelId }) => modelId);
}

Deno.test("askForModels turns the pages of Anthropic's list", async () => {
  const call = pages({
    "?limit=1000": { data: [{ id: "a" }, { id: "b" }], has_more: true, last_id: "b" },
    "?limit=1000&after_id=b": { data: [{ id: "c" }], has_more: false, last_id: "c" },
  });

  assert.deepEqual(ids(await askForModels(call, access("anthropic"))), ["a", "b", "c"]);
});

Deno.test("askForModels turns the pages of Gemini's list", async () => {
  const call = pages({
    "?pageSize=1000": { models: [{ name: "models/a" }], nextPageToken: "t/+" },
    "?pageSize=1000&pageToken=t%2F%2B": { models: [{ name: "models/b" }] },
  });

  assert.deepEqual(ids(await askForModels(call, access("google"))), ["a", "b"]);
});

Deno.test("askForModels stops at a cursor that repeats itself, and after a hundred pages", async () => {
  const page = { data: [{ id: "a" }], has_more: true, last_id: "a" };
  const standing = pages({ "?limit=1000": page, "?limit=1000&after_id=a": page });
  let calls = 0;
  const endless: CallJson = () => {
    const json = { data: [{ id: `m${++calls}` }], has_more: true, last_id: `m${calls}` };
    return Promise.resolve({ status: 200, headers: new Headers(), json, text: "" });
  };

  assert.deepEqual(ids(await askForModels(standing, access("anthropic"))), ["a"]);
  assert.equal(ids(await askForModels(endless, access("anthropic"))).length, 100);
});

Deno.test("askForModels asks in OpenAI's way where somebody's own address knows no other", async () => {
  const urls: string[] = [];
  const call: CallJson = ({ url }) => {
    urls.push(url.href);
    const status = url.search === "" ? 200 : 404;
    return Promise.resolve({ status, headers: new Headers(), json: { data: [] }, text: "" });
  };

  const own = await askForModels(call, access("anthropic", { baseUrl: "http://127.0.0.1:1/v1" }));
  const theirs = await askForModels(call, access("anthropic"));

  assert.equal(own.kind, "listed");
  assert.equal(theirs.kind, "no_list");
  assert.deepEqual(urls, [
    "http://127.0.0.1:1/v1/models?limit=1000",
    "http://127.0.0.1:1/v1/models",
    "https://api.anthropic.com/v1/models?limit=1000",
  ]);
});

Deno.test("askForModels knows Gemini's way to refuse a key", async () => {
  const error = { code: 400, message: "No.", details: [{ reason: "API_KEY_INVALID" }] };

  const answer = await askForModels(
    answering(400, JSON.stringify({ error })).call,
    access("google"),
  );

  assert.equal(answer.kind, "unauthorized");
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
