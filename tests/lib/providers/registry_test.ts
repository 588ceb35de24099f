import assert from "node:assert/strict";
import {
  builtInProvider,
  customProvider,
  ownerOf,
  PROVIDERS,
} from "../../../lib/providers/registry.ts";
import { isChatFormat } from "../../../lib/providers/standard_apis.ts";

Deno.test("PROVIDERS have ids and aliases that are unique, lower case and fit for a prefix", () => {
  const prefixes = PROVIDERS.flatMap(({ id, aliases = [] }) => [id, ...aliases]);

  assert.deepEqual(prefixes.filter((name, i) => prefixes.indexOf(name) !== i), []);
  assert.deepEqual(prefixes.filter((name) => !/^[a-z0-9][a-z0-9_-]*$/.test(name)), []);
});

for (const provider of PROVIDERS) {
  Deno.test(`PROVIDERS: ${provider.id} lives at base URLs over TLS, or on this machine`, () => {
    const places = Object.values(provider.speaks).map(({ baseUrl }) => baseUrl)
      .concat(provider.baseUrl ?? provider.baseUrlExample).filter((place) => place !== undefined);

    assert.ok(places.length > 0);
    for (const place of places) {
      const url = new URL(place);
      const isLocal = url.protocol === "http:" && url.hostname === "127.0.0.1" && url.port !== "";
      assert.ok(url.protocol === "https:" || isLocal, url.href);
      assert.ok(!place.endsWith("/"));
      assert.equal(url.search + url.hash + url.username + url.password, "");
      assert.equal(provider.keyless === true, isLocal);
    }
  });

  Deno.test(`PROVIDERS: ${provider.id} speaks some format of conversations unasked`, () => {
    const formats = Object.entries(provider.speaks)
      .filter(([format, api]) => isChatFormat(format) && api.onlyByChoice !== true);

    assert.ok(formats.length > 0);
    assert.equal(formats[0]?.[1].baseUrl, undefined, "the first one lives at provider.baseUrl");
  });

  Deno.test(`PROVIDERS: ${provider.id} has a name, and a page for keys unless it needs none`, () => {
    assert.match(provider.name, /\S/);
    assert.equal(provider.keysUrl === undefined, provider.keyless === true);
    if (provider.keysUrl !== undefined) assert.equal(new URL(provider.keysUrl).protocol, "https:");
  });

  Deno.test(`PROVIDERS: ${provider.id} never keeps or forwards what could carry a credential`, () => {
    const apis = Object.values(provider.speaks);
    const names = [
      ...(provider.keepsFields ?? []),
      ...(provider.forwardHeaders ?? []),
      ...apis.flatMap(({ forwardHeaders = [], headers = {} }) => [
        ...forwardHeaders,
        ...Object.keys(headers),
      ]),
    ];

    assert.deepEqual(names.filter((name) => /auth|key|token|cookie|user$/.test(name)), []);
    assert.deepEqual(names.filter((name) => name !== name.toLowerCase()), []);
  });
}

const owners: [model: string, owner: string][] = [
  ["gpt-4o", "openai"],
  ["GPT-5-mini", "openai"],
  ["chatgpt-4o-latest", "openai"],
  ["o1", "openai"],
  ["o3-mini", "openai"],
  ["o4-mini-2025-04-16", "openai"],
  ["text-embedding-3-small", "openai"],
  ["text-embedding-ada-002", "openai"],
  ["ft:gpt-4o-mini-2024-07-18:acme::abc123", "openai"],
  ["claude-sonnet-4-5", "anthropic"],
  ["claude-3-5-haiku-latest", "anthropic"],
  ["gemini-2.5-pro", "google"],
  ["gemma-3-27b-it", "google"],
  ["text-embedding-004", "google"],
  ["deepseek-chat", "deepseek"],
  ["deepseek-reasoner", "deepseek"],
  ["qwen-max", "qwen"],
  ["qwen3-coder-plus", "qwen"],
  ["qwq-plus", "qwen"],
  ["text-embedding-v4", "qwen"],
  ["mistral-large-latest", "mistral"],
  ["mixtral-8x7b", "mistral"],
  ["codestral-latest", "mistral"],
  ["open-mistral-nemo", "mistral"],
  ["open-codestral-mamba", "mistral"],
  ["grok-4", "xai"],
  ["kimi-k2-0711-preview", "moonshot"],
  ["moonshot-v1-8k", "moonshot"],
  ["glm-4.6", "zhipu"],
  ["sonar", "perplexity"],
  ["sonar-pro", "perplexity"],
  ["llama-3.1-8b-instant", "groq"],
];
for (const [model, owner] of owners) {
  Deno.test(`ownerOf ${model} is ${owner}`, () => {
    assert.equal(ownerOf(model)?.id, owner);
  });
}

for (
  const model of [
    "",
    "auto",
    "gpt",
    "my-gpt-4o",
    "gpt-oss-120b",
    "o1labs",
    "o2",
    "o10",
    "phi-4",
    "command-r-plus",
    "llama3.2:3b",
    "qwen2.5:7b",
    "deepseek-r1:latest",
    "nomic-embed-text",
    "text-embedding-nomic",
    "house-model",
  ]
) {
  Deno.test(`ownerOf does not guess for '${model}'`, () => {
    assert.equal(ownerOf(model), undefined);
  });
}

Deno.test("builtInProvider finds a provider by id and alias in any case", () => {
  for (const provider of PROVIDERS) {
    for (const name of [provider.id, ...(provider.aliases ?? [])]) {
      assert.equal(builtInProvider(name), provider);
      assert.equal(builtInProvider(name.toUpperCase()), provider);
    }
  }
  assert.equal(builtInProvider("deepseek-ai"), undefined);
  assert.equal(builtInProvider("constructor"), undefined);
});

Deno.test("customProvider needs no key and asks for usage", () => {
  assert.deepEqual(customProvider("llamacpp"), {
    id: "llamacpp",
    name: "llamacpp",
    baseUrl: null,
    speaks: { openai_chat: { quirks: { noDeveloperRole: true, noCustomTools: true } } },
    keyless: true,
    streamUsage: "on_request",
  });
});
