/**
 * The most tokens that a model puts out in one answer. Clients of one maker ask for what its models can
 * do (Claude Code for 32,000); another maker's model answers that with a 400.
 *
 * Source: the model pages of OpenAI, Google, DeepSeek and Groq, 2026-11. A model that is not listed has
 * no limit that we know.
 *
 * @module
 */

const LIMITS: readonly (readonly [name: RegExp, tokens: number])[] = [
  [/^gpt-4\.1(-|$)/, 32_768],
  [/^(gpt-4o|chatgpt-4o)(-|$)/, 16_384],
  [/^gpt-4-(turbo|1106|0125|vision)/, 4096],
  [/^gpt-4(-0613|-0314|$)/, 8192],
  [/^gpt-3\.5-turbo/, 4096],
  [/^gpt-5(\.\d+)?-chat/, 16_384],
  [/^gpt-5([.-]|$)/, 128_000],
  [/^o1-preview/, 32_768],
  [/^o1-mini/, 65_536],
  [/^o[134](-|$)/, 100_000],
  [/^gemini-(1\.5|2\.0)-/, 8192],
  [/^gemini-(2\.5|3(\.\d+)?)-/, 65_536],
  [/^deepseek-chat$/, 8192],
  [/^deepseek-reasoner$/, 65_536],
  [/^llama-3\.3-70b-versatile$/, 32_768],
];

/** Tokens; null when unknown. A vendor's prefix (`openai/`, `models/`) does not matter. */
export function outputLimitOf(model: string): number | null {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  return LIMITS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
