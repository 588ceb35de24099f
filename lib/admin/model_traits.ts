/**
 * What a provider's list says about a model beyond its name. Every provider has names of its own for
 * it: Gemini (ai.google.dev/api/models), OpenRouter (openrouter.ai/docs/api-reference/models),
 * Mistral, Groq, Together, Anthropic and vLLM, as of November 2026.
 *
 * @module
 */
import { memberOf } from "./json_member.ts";

/** What a model can do beyond answering text with text. */
export const CAPABILITIES = [
  "chat",
  "embeddings",
  "vision",
  "audio_input",
  "image_output",
  "audio_output",
  "tools",
  "reasoning",
  "structured_output",
] as const;

export type Capability = typeof CAPABILITIES[number];

/** Numbers of tokens. */
export interface ModelLimits {
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
}

const CONTEXT = [
  "context_window",
  "context_length",
  "max_context_length",
  "inputTokenLimit",
  "max_model_len",
  "max_input_tokens",
];
const OUTPUT = ["max_output_tokens", "outputTokenLimit", "max_completion_tokens", "max_tokens"];

/** The limits that an item of a list names. */
export function limitsOf(item: unknown): ModelLimits {
  const top = memberOf(item, "top_provider");
  return {
    contextWindow: firstCount(item, CONTEXT),
    maxOutputTokens: firstCount(item, OUTPUT) ?? firstCount(top, OUTPUT),
  };
}

function firstCount(value: unknown, names: readonly string[]): number | null {
  for (const name of names) {
    const count = memberOf(value, name);
    if (Number.isSafeInteger(count) && Number(count) > 0) return Number(count);
  }
  return null;
}

/** Words of providers → ours. */
const WORDS: Readonly<Record<string, Capability>> = {
  completion_chat: "chat",
  chat: "chat",
  generateContent: "chat",
  embedContent: "embeddings",
  embedding: "embeddings",
  embeddings: "embeddings",
  function_calling: "tools",
  tools: "tools",
  tool_use: "tools",
  vision: "vision",
  image_input: "vision",
  audio: "audio_input",
  reasoning: "reasoning",
  thinking: "reasoning",
  response_format: "structured_output",
  structured_outputs: "structured_output",
};
const INPUTS: Readonly<Record<string, Capability>> = { image: "vision", audio: "audio_input" };
const OUTPUTS: Readonly<Record<string, Capability>> = {
  image: "image_output",
  audio: "audio_output",
};

/** What an item of a list says that the model can do; null when it says nothing. */
export function capabilitiesOf(item: unknown): readonly Capability[] | null {
  const architecture = memberOf(item, "architecture");
  const said = [
    ...wordsOf(memberOf(item, "capabilities"), WORDS),
    ...wordsOf(memberOf(item, "supported_parameters"), WORDS),
    ...wordsOf(memberOf(item, "supportedGenerationMethods"), WORDS),
    ...wordsOf(memberOf(item, "type"), WORDS),
    ...wordsOf(memberOf(item, "thinking") === true ? "thinking" : null, WORDS),
    ...wordsOf(memberOf(architecture, "input_modalities"), INPUTS),
    ...wordsOf(memberOf(architecture, "output_modalities"), OUTPUTS),
  ];
  const all = CAPABILITIES.filter((one) => said.includes(one));
  return all.length === 0 ? null : all;
}

/** Of a word, a list of words, or an object whose members are true (or tell that they are). */
function wordsOf(value: unknown, words: Readonly<Record<string, Capability>>): Capability[] {
  const named = typeof value === "string"
    ? [value]
    : Array.isArray(value)
    ? value
    : typeof value === "object" && value !== null
    ? Object.entries(value)
      .filter(([, is]) => is === true || memberOf(is, "supported") === true)
      .map(([name]) => name)
    : [];
  return named.flatMap((word) =>
    typeof word === "string" && Object.hasOwn(words, word) ? words[word] ?? [] : []
  );
}
