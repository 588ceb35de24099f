import assert from "node:assert/strict";
import {
  type Asked,
  countTokensUrl,
  modelsUrl,
  requestUrl,
} from "../../../lib/providers/request_url.ts";
import { destinationTo } from "../../support/destination.ts";
import { flowError } from "../../support/flow_error.ts";

const GOOGLE = "https://generativelanguage.googleapis.com/v1beta";

function url(provider: string, baseUrl: string | null, asked: Partial<Asked>): string {
  const destination = destinationTo(provider, baseUrl === null ? {} : { baseUrl });
  return requestUrl(destination, { format: "openai_chat", model: "m", stream: false, ...asked })
    .href;
}

const own: [provider: string, asked: Partial<Asked>, url: string][] = [
  ["openai", {}, "https://api.openai.com/v1/chat/completions"],
  ["openai", { format: "openai_responses" }, "https://api.openai.com/v1/responses"],
  ["openai", { format: "openai_embeddings" }, "https://api.openai.com/v1/embeddings"],
  [
    "openai",
    { format: "openai_audio", path: "/audio/transcriptions" },
    "https://api.openai.com/v1/audio/transcriptions",
  ],
  [
    "anthropic",
    { format: "anthropic_messages", path: "/chat/completions" },
    "https://api.anthropic.com/v1/messages",
  ],
  [
    "google",
    { format: "gemini_embeddings", path: "/embeddings" },
    `${GOOGLE}/models/m:batchEmbedContents`,
  ],
  ["perplexity", {}, "https://api.perplexity.ai/chat/completions"],
  ["anthropic", { format: "anthropic_messages" }, "https://api.anthropic.com/v1/messages"],
  ["anthropic", {}, "https://api.anthropic.com/v1/chat/completions"],
  [
    "deepseek",
    { format: "anthropic_messages" },
    "https://api.deepseek.com/anthropic/v1/messages",
  ],
  [
    "zhipu",
    { format: "anthropic_messages" },
    "https://open.bigmodel.cn/api/anthropic/v1/messages",
  ],
  [
    "qwen",
    { format: "anthropic_messages" },
    "https://dashscope.aliyuncs.com/apps/anthropic/v1/messages",
  ],
  [
    "moonshot",
    { format: "anthropic_messages" },
    "https://api.moonshot.ai/anthropic/v1/messages",
  ],
  ["google", { format: "gemini" }, `${GOOGLE}/models/m:generateContent`],
  [
    "google",
    { format: "gemini", stream: true },
    `${GOOGLE}/models/m:streamGenerateContent?alt=sse`,
  ],
  ["google", { format: "gemini", model: "models/m" }, `${GOOGLE}/models/m:generateContent`],
  [
    "google",
    { format: "gemini", model: "tunedModels/m" },
    `${GOOGLE}/tunedModels/m:generateContent`,
  ],
  ["google", { format: "gemini_embeddings" }, `${GOOGLE}/models/m:batchEmbedContents`],
  ["google", { format: "gemini_embeddings", embedsOne: true }, `${GOOGLE}/models/m:embedContent`],
  ["google", {}, `${GOOGLE}/openai/chat/completions`],
  ["google", { format: "openai_images" }, `${GOOGLE}/openai/images/generations`],
];
for (const [provider, asked, expected] of own) {
  Deno.test(`requestUrl for ${provider}: ${expected}`, () => {
    assert.equal(url(provider, null, asked), expected);
  });
}

const given: [provider: string, baseUrl: string, format: Asked["format"], url: string][] = [
  ["anthropic", "http://h", "anthropic_messages", "http://h/v1/messages"],
  ["anthropic", "http://h/", "anthropic_messages", "http://h/v1/messages"],
  ["anthropic", "http://h/v1", "anthropic_messages", "http://h/v1/messages"],
  ["anthropic", "http://h/v1/", "anthropic_messages", "http://h/v1/messages"],
  ["anthropic", "http://h/claude", "anthropic_messages", "http://h/claude/v1/messages"],
  ["anthropic", "http://h", "openai_chat", "http://h/v1/chat/completions"],
  ["lab", "http://h/anthropic", "anthropic_messages", "http://h/anthropic/v1/messages"],
  ["google", "http://h", "gemini", "http://h/v1beta/models/m:generateContent"],
  ["google", "http://h/v1beta/", "gemini", "http://h/v1beta/models/m:generateContent"],
  ["google", "http://h/v1", "gemini", "http://h/v1/models/m:generateContent"],
  ["google", "http://h/v1beta/openai", "openai_chat", "http://h/v1beta/openai/chat/completions"],
  ["google", "http://h/openai", "openai_chat", "http://h/openai/chat/completions"],
  ["google", "http://h/v1", "openai_chat", "http://h/v1/chat/completions"],
  ["deepseek", "http://h/v1", "anthropic_messages", "http://h/v1/messages"],
  ["openai", "http://h/v1///", "openai_chat", "http://h/v1/chat/completions"],
];
for (const [provider, baseUrl, format, expected] of given) {
  Deno.test(`requestUrl takes ${baseUrl} for ${provider} in ${format} as it is meant`, () => {
    assert.equal(url(provider, baseUrl, { format }), expected);
  });
}

Deno.test("requestUrl goes to Gemini's look-alike of OpenAI elsewhere only when that was chosen", () => {
  const destination = destinationTo("google", { baseUrl: "http://h", format: "openai_chat" });

  const { href } = requestUrl(destination, { format: "openai_chat", model: "m", stream: false });

  assert.equal(href, "http://h/v1beta/openai/chat/completions");
});

Deno.test("requestUrl goes nowhere else whatever a model is called", () => {
  const encoded = url("google", null, { format: "gemini", model: "a/../b?key=x#$&" });

  assert.equal(encoded, `${GOOGLE}/models/a%2F..%2Fb%3Fkey%3Dx%23%24%26:generateContent`);
  for (const model of [".", "..", "models/.."]) {
    assert.throws(
      () => url("google", null, { format: "gemini", model }),
      flowError("invalid_request"),
    );
    assert.throws(
      () => url("azure", "https://r.openai.azure.com", { model: ".." }),
      flowError("invalid_request"),
    );
  }
  assert.equal(url("openai", null, { model: ".." }), "https://api.openai.com/v1/chat/completions");
});

Deno.test("countTokensUrl knows where tokens are counted, and where nowhere", () => {
  const count = (provider: string, format: Asked["format"]) =>
    countTokensUrl(destinationTo(provider), format, "m")?.href ?? null;

  assert.equal(
    count("anthropic", "anthropic_messages"),
    "https://api.anthropic.com/v1/messages/count_tokens",
  );
  assert.equal(count("google", "gemini"), `${GOOGLE}/models/m:countTokens`);
  assert.equal(count("deepseek", "anthropic_messages"), null);
  assert.equal(count("openai", "openai_chat"), null);
});

Deno.test("modelsUrl is where a format lists models", () => {
  assert.equal(modelsUrl(destinationTo("google"), "gemini").href, `${GOOGLE}/models`);
  assert.equal(
    modelsUrl(destinationTo("lab", { baseUrl: "http://h" }), "anthropic_messages").href,
    "http://h/v1/models",
  );
  assert.equal(
    modelsUrl(destinationTo("azure", { baseUrl: "https://r.openai.azure.com" }), "openai_chat")
      .href,
    "https://r.openai.azure.com/openai/models?api-version=2024-10-21",
  );
});
