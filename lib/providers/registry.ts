/**
 * Every provider that works by its name alone. Adding an OpenAI-compatible one is adding a record.
 *
 * Base URLs and model families are from each provider's API reference, read in November 2026.
 *
 * @module
 */
import type { Provider } from "./provider.ts";

/** The built-in providers; the order decides which one a bare model name is taken to mean. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: "openai",
    name: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    streamUsage: "on_request",
    // Not gpt-oss, which others serve; `ft:` is a fine-tuned model.
    owns:
      /^(ft:)?((gpt|chatgpt|davinci|babbage|omni-moderation|codex|computer-use)-(?!oss)|o[134](-|$))|^text-embedding-(ada|3)/,
    keysUrl: "https://platform.openai.com/api-keys",
  },
  {
    id: "anthropic",
    name: "Anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    streamUsage: "on_request",
    owns: /^claude/,
    keysUrl: "https://console.anthropic.com/settings/keys",
    // Its OpenAI dialect has no list; this is the Models API of its own.
    modelList: {
      path: "/models?limit=1000",
      keyHeader: "x-api-key",
      headers: { "anthropic-version": "2023-06-01" },
    },
  },
  {
    id: "google",
    name: "Google Gemini",
    aliases: ["gemini"],
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    streamUsage: "on_request",
    owns: /^(gemini|gemma|text-embedding-00)/,
    keysUrl: "https://aistudio.google.com/apikey",
  },
  {
    id: "deepseek",
    name: "DeepSeek",
    baseUrl: "https://api.deepseek.com/v1",
    streamUsage: "on_request",
    owns: /^deepseek/,
    keysUrl: "https://platform.deepseek.com/api_keys",
  },
  {
    id: "qwen",
    name: "Qwen (DashScope)",
    aliases: ["dashscope", "alibaba"],
    baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1",
    streamUsage: "on_request",
    owns: /^(qwen|qwq|qvq|text-embedding-v)/,
    keysUrl: "https://bailian.console.aliyun.com/?tab=model#/api-key",
  },
  {
    id: "mistral",
    name: "Mistral",
    baseUrl: "https://api.mistral.ai/v1",
    streamUsage: "always",
    owns:
      /^(mistral|mixtral|codestral|ministral|magistral|devstral|pixtral|voxtral|open-(mi|codestral))/,
    keysUrl: "https://console.mistral.ai/api-keys",
  },
  {
    id: "xai",
    name: "xAI",
    aliases: ["x-ai", "grok"],
    baseUrl: "https://api.x.ai/v1",
    streamUsage: "on_request",
    owns: /^grok/,
    priceId: "x-ai",
    keysUrl: "https://console.x.ai",
  },
  {
    id: "moonshot",
    name: "Moonshot AI",
    aliases: ["moonshotai", "kimi"],
    baseUrl: "https://api.moonshot.ai/v1",
    streamUsage: "on_request",
    owns: /^(kimi|moonshot)/,
    priceId: "moonshotai",
    keysUrl: "https://platform.moonshot.ai/console/api-keys",
  },
  {
    id: "zhipu",
    name: "Zhipu AI (Z.ai)",
    aliases: ["zai", "z-ai", "bigmodel"],
    baseUrl: "https://open.bigmodel.cn/api/paas/v4",
    streamUsage: "always",
    owns: /^(glm|chatglm|cogview)/,
    priceId: "zhipuai",
    keysUrl: "https://open.bigmodel.cn/usercenter/apikeys",
  },
  {
    id: "perplexity",
    name: "Perplexity",
    baseUrl: "https://api.perplexity.ai",
    streamUsage: "always",
    owns: /^(sonar|r1-1776)/,
    keysUrl: "https://www.perplexity.ai/settings/api",
  },
  {
    id: "groq",
    name: "Groq",
    baseUrl: "https://api.groq.com/openai/v1",
    streamUsage: "on_request",
    owns: /^llama/,
    keysUrl: "https://console.groq.com/keys",
  },
  {
    id: "together",
    name: "Together AI",
    aliases: ["togetherai"],
    baseUrl: "https://api.together.xyz/v1",
    streamUsage: "always",
    keysUrl: "https://api.together.ai/settings/api-keys",
  },
  {
    id: "openrouter",
    name: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    streamUsage: "on_request",
    keepsFields: ["session_id"],
    forwardHeaders: ["http-referer", "x-title"],
    keysUrl: "https://openrouter.ai/settings/keys",
  },
  {
    id: "siliconflow",
    name: "SiliconFlow",
    baseUrl: "https://api.siliconflow.cn/v1",
    streamUsage: "on_request",
    keysUrl: "https://cloud.siliconflow.cn/account/ak",
  },
  {
    id: "fireworks",
    name: "Fireworks AI",
    aliases: ["fireworks-ai", "fireworks_ai"],
    baseUrl: "https://api.fireworks.ai/inference/v1",
    streamUsage: "always",
    keysUrl: "https://app.fireworks.ai/settings/users/api-keys",
  },
  {
    id: "cerebras",
    name: "Cerebras",
    baseUrl: "https://api.cerebras.ai/v1",
    streamUsage: "on_request",
    keysUrl: "https://cloud.cerebras.ai",
  },
  {
    id: "ollama",
    name: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
    keyless: true,
    streamUsage: "on_request",
  },
  {
    id: "vllm",
    name: "vLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
    keyless: true,
    streamUsage: "on_request",
  },
  {
    id: "lmstudio",
    name: "LM Studio",
    aliases: ["lm-studio"],
    baseUrl: "http://127.0.0.1:1234/v1",
    keyless: true,
    streamUsage: "on_request",
  },
];

const BY_PREFIX: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.flatMap((provider) =>
    [provider.id, ...(provider.aliases ?? [])].map((prefix) => [prefix, provider] as const)
  ),
);

/** The built-in provider that a prefix (any case, id or alias) means. */
export function builtInProvider(prefix: string): Provider | undefined {
  return BY_PREFIX.get(prefix.toLowerCase());
}

/**
 * The built-in provider to which a bare model name most likely belongs. A name with a tag
 * (`llama3.2:3b`) is one of a model server such as Ollama, whoever made the model.
 */
export function ownerOf(bareModel: string): Provider | undefined {
  const name = bareModel.toLowerCase();
  if (name.includes(":") && !name.startsWith("ft:")) return undefined;
  return PROVIDERS.find((provider) => provider.owns?.test(name));
}

/** A provider that only its base URL describes. */
export function customProvider(id: string): Provider {
  return { id, name: id, baseUrl: null, keyless: true, streamUsage: "on_request" };
}
