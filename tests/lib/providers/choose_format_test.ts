import assert from "node:assert/strict";
import type { FormatName } from "../../../lib/domain/request_record.ts";
import {
  formatFor,
  formatsToTry,
  isOverridden,
  quirksOf,
  spokenFormats,
} from "../../../lib/providers/choose_format.ts";
import type { ChatFormat, Destination } from "../../../lib/providers/provider.ts";
import { PROVIDERS } from "../../../lib/providers/registry.ts";
import { destinationTo } from "../../support/destination.ts";

const OWN = { baseUrl: "http://127.0.0.1:1/v1" };

const spoken: [what: string, destination: Destination, ...ChatFormat[]][] = [
  ["OpenAI", destinationTo("openai"), "openai_chat", "openai_responses"],
  ["OpenAI elsewhere", destinationTo("openai", OWN), "openai_chat", "openai_responses"],
  ["xAI", destinationTo("xai"), "openai_chat", "openai_responses"],
  ["Anthropic", destinationTo("anthropic"), "anthropic_messages"],
  ["Gemini", destinationTo("google"), "gemini"],
  ["DeepSeek", destinationTo("deepseek"), "openai_chat", "anthropic_messages"],
  ["DeepSeek elsewhere", destinationTo("deepseek", OWN), "openai_chat"],
  ["Groq", destinationTo("groq"), "openai_chat"],
  ["OpenRouter", destinationTo("openrouter"), "openai_chat"],
  ["Ollama", destinationTo("ollama"), "openai_chat"],
  ["a custom one", destinationTo("lab"), "openai_chat"],
  ["a custom one, chosen", destinationTo("lab", { format: "gemini" }), "gemini"],
  ["OpenAI, chosen", destinationTo("openai", { format: "openai_responses" }), "openai_responses"],
  ["Anthropic as OpenAI", destinationTo("anthropic", { format: "openai_chat" }), "openai_chat"],
  [
    "Gemini's OpenAI look-alike",
    destinationTo("google", {
      baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai/",
    }),
    "openai_chat",
  ],
  [
    "somebody's Anthropic look-alike",
    destinationTo("lab", { baseUrl: "http://127.0.0.1:1/api/anthropic/v1/" }),
    "anthropic_messages",
  ],
  [
    "Azure v1",
    destinationTo("azure", { baseUrl: "https://r.openai.azure.com/openai/v1" }),
    "openai_chat",
    "openai_responses",
  ],
  [
    "Azure deployments",
    destinationTo("azure", { baseUrl: "https://r.openai.azure.com" }),
    "openai_chat",
  ],
];
for (const [what, destination, ...formats] of spoken) {
  Deno.test(`spokenFormats at ${what}`, () => {
    assert.deepEqual(spokenFormats(destination), formats);
  });
}

const chosen: [provider: string, caller: FormatName, format: FormatName][] = [
  ["openai", "openai_chat", "openai_chat"],
  ["openai", "openai_responses", "openai_responses"],
  ["openai", "anthropic_messages", "openai_chat"],
  ["openai", "gemini", "openai_chat"],
  ["anthropic", "openai_chat", "anthropic_messages"],
  ["anthropic", "gemini", "anthropic_messages"],
  ["google", "openai_responses", "gemini"],
  ["deepseek", "anthropic_messages", "anthropic_messages"],
  ["deepseek", "openai_responses", "openai_chat"],
  ["groq", "openai_responses", "openai_chat"],
  ["google", "openai_embeddings", "gemini_embeddings"],
  ["google", "gemini_embeddings", "gemini_embeddings"],
  ["openai", "gemini_embeddings", "openai_embeddings"],
  ["anthropic", "openai_embeddings", "openai_embeddings"],
  ["google", "openai_completions", "openai_completions"],
  ["openai", "openai_audio", "openai_audio"],
  ["siliconflow", "rerank", "rerank"],
];
for (const [provider, caller, format] of chosen) {
  Deno.test(`formatFor ${provider} sends what comes in ${caller} in ${format}`, () => {
    assert.equal(formatFor(destinationTo(provider), caller), format);
  });
}

const tried: [what: string, Destination, caller: FormatName, ...FormatName[]][] = [
  ["OpenAI itself", destinationTo("openai"), "openai_responses", "openai_responses"],
  [
    "OpenAI's stand-in",
    destinationTo("openai", OWN),
    "openai_responses",
    "openai_responses",
    "openai_chat",
  ],
  ["OpenAI's stand-in, in chat", destinationTo("openai", OWN), "openai_chat", "openai_chat"],
  [
    "Anthropic's stand-in",
    destinationTo("anthropic", OWN),
    "openai_chat",
    "anthropic_messages",
    "openai_chat",
  ],
  [
    "a stand-in whose format was chosen",
    destinationTo("openai", { ...OWN, format: "openai_responses" }),
    "openai_chat",
    "openai_responses",
  ],
  [
    "a stand-in, for embeddings",
    destinationTo("google", OWN),
    "openai_embeddings",
    "gemini_embeddings",
    "openai_embeddings",
  ],
  ["a stand-in, for sound", destinationTo("google", OWN), "openai_audio", "openai_audio"],
];
for (const [what, destination, caller, ...formats] of tried) {
  Deno.test(`formatsToTry at ${what}`, () => {
    assert.deepEqual(formatsToTry(destination, caller), formats);
  });
}

Deno.test("isOverridden does not mind a slash at the end", () => {
  assert.equal(isOverridden(destinationTo("openai")), false);
  assert.equal(
    isOverridden(destinationTo("openai", { baseUrl: "https://api.openai.com/v1/" })),
    false,
  );
  assert.equal(isOverridden(destinationTo("openai", OWN)), true);
  assert.equal(isOverridden(destinationTo("lab")), true);
});

Deno.test("spokenFormats has the caller's way to every built-in provider", () => {
  for (const { id } of PROVIDERS) {
    const formats = spokenFormats(destinationTo(id));
    assert.ok(formats.length > 0, id);
    assert.equal(new Set(formats).size, formats.length, id);
  }
});

Deno.test("quirksOf knows how providers depart from OpenAI's chat, and nothing of other formats", () => {
  const mistral = quirksOf(destinationTo("mistral"), "openai_chat");
  const deepseek = quirksOf(destinationTo("deepseek"), "openai_chat");

  assert.equal(mistral.toolCallIds, "nine_alphanumerics");
  assert.equal(mistral.reasoningReplay, "thinking_parts");
  assert.equal(deepseek.noJsonSchema, true);
  assert.equal(deepseek.reasoningReplay, "reasoning_content");
  assert.deepEqual(quirksOf(destinationTo("openai"), "openai_chat"), {});
  assert.deepEqual(quirksOf(destinationTo("deepseek"), "anthropic_messages"), {});
});
