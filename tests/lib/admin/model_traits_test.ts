import assert from "node:assert/strict";
import { capabilitiesOf, type Capability, limitsOf } from "../../../lib/admin/model_traits.ts";

const items: [
  provider: string,
  item: unknown,
  [number | null, number | null],
  Capability[] | null,
][] = [
  [
    "Gemini",
    {
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ["generateContent", "countTokens"],
      thinking: true,
    },
    [1_048_576, 65_536],
    ["chat", "reasoning"],
  ],
  [
    "OpenRouter",
    {
      context_length: 128_000,
      top_provider: { max_completion_tokens: 16_384 },
      architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] },
      supported_parameters: ["tools", "temperature", "response_format"],
    },
    [128_000, 16_384],
    ["vision", "tools", "structured_output"],
  ],
  [
    "Mistral",
    {
      max_context_length: 32_768,
      capabilities: { completion_chat: true, function_calling: true, vision: false },
    },
    [32_768, null],
    ["chat", "tools"],
  ],
  [
    "Anthropic",
    {
      max_input_tokens: 200_000,
      max_tokens: 64_000,
      capabilities: { image_input: { supported: true }, thinking: { supported: false } },
    },
    [200_000, 64_000],
    ["vision"],
  ],
  ["Together", { context_length: 8192, type: "embedding" }, [8192, null], ["embeddings"]],
  ["vLLM", { max_model_len: 4096 }, [4096, null], null],
  ["nothing", { context_length: "8k", capabilities: "constructor" }, [null, null], null],
  ["no object", null, [null, null], null],
];

for (const [provider, item, [context, output], capabilities] of items) {
  Deno.test(`limitsOf and capabilitiesOf read ${provider}`, () => {
    assert.deepEqual(limitsOf(item), { contextWindow: context, maxOutputTokens: output });
    assert.deepEqual(capabilitiesOf(item), capabilities);
  });
}
