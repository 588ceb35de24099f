/**
 * Every provider that is known by its name. Adding an OpenAI-compatible one is adding a record.
 *
 * Base URLs, model families, look-alikes of other formats and the departures in `quirks` are from each
 * provider's API reference, read in November 2026.
 *
 * @module
 */
import type { Quirks } from "../domain/conversation/quirks.ts";
import type { Api, Provider } from "./provider.ts";
import { STANDARD_APIS } from "./standard_apis.ts";

/** Gemini's OpenAI look-alike: it lives below the version, and loses thought signatures and parts. */
const GOOGLE_AS_OPENAI: Partial<Api> = {
  versions: STANDARD_APIS.gemini.versions ?? [],
  suffix: "/openai",
};

/** What nearly every look-alike of OpenAI's chat has in common: it is OpenAI's of before 2025. */
const PLAIN: Quirks = {
  noDeveloperRole: true,
  noCustomTools: true,
  maxTokensField: "max_tokens",
};

/** The built-in providers; the order decides which one a bare model name is taken to mean. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: "openai",
    name: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    speaks: { openai_chat: {}, openai_responses: {} },
    streamUsage: "on_request",
    // Not gpt-oss, which others serve; `ft:` is a fine-tuned model.
    owns:
      /^(ft:)?((gpt|chatgpt|davinci|babbage|omni-moderation|codex|computer-use)-(?!oss)|o[134](-|$))|^text-embedding-(ada|3)|^(whisper-1|tts-1|dall-e|text-moderation)/,
    keysUrl: "https://platform.openai.com/api-keys",
  },
  {
    id: "anthropic",
    name: "Anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    speaks: {
      anthropic_messages: {},
      // Loses thinking, citations and cache marks.
      openai_chat: { versions: ["/v1"], quirks: PLAIN, onlyByChoice: true },
    },
    streamUsage: "on_request",
    owns: /^claude/,
    keysUrl: "https://console.anthropic.com/settings/keys",
  },
  {
    id: "google",
    name: "Google Gemini",
    aliases: ["gemini"],
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    speaks: {
      gemini: {},
      openai_chat: {
        ...GOOGLE_AS_OPENAI,
        quirks: { ...PLAIN, thoughtSignatures: true },
        onlyByChoice: true,
      },
      openai_embeddings: GOOGLE_AS_OPENAI,
      openai_images: GOOGLE_AS_OPENAI,
    },
    streamUsage: "on_request",
    owns: /^(gemini|gemma|text-embedding-00)/,
    keysUrl: "https://aistudio.google.com/apikey",
  },
  {
    id: "azure",
    name: "Azure OpenAI",
    aliases: ["azure-openai", "azure_openai"],
    baseUrl: null,
    baseUrlExample: "https://RESOURCE.openai.azure.com/openai/v1",
    auth: "api-key",
    urls: "azure",
    speaks: { openai_chat: {}, openai_responses: {} },
    streamUsage: "on_request",
    keysUrl: "https://portal.azure.com",
  },
  {
    id: "deepseek",
    name: "DeepSeek",
    baseUrl: "https://api.deepseek.com/v1",
    speaks: {
      openai_chat: {
        quirks: {
          ...PLAIN,
          // Refuses a tool turn of a thinking model without it.
          reasoningReplay: "reasoning_content",
          noJsonSchema: true,
        },
      },
      anthropic_messages: { baseUrl: "https://api.deepseek.com/anthropic", countPath: null },
    },
    streamUsage: "on_request",
    owns: /^deepseek/,
    keysUrl: "https://platform.deepseek.com/api_keys",
  },
  {
    id: "qwen",
    name: "Qwen (DashScope)",
    aliases: ["dashscope", "alibaba"],
    baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1",
    speaks: {
      openai_chat: { quirks: { ...PLAIN, reasoningReplay: "reasoning_content" } },
      anthropic_messages: {
        baseUrl: "https://dashscope.aliyuncs.com/apps/anthropic",
        countPath: null,
      },
    },
    streamUsage: "on_request",
    owns: /^(qwen|qwq|qvq|text-embedding-v)/,
    keysUrl: "https://bailian.console.aliyun.com/?tab=model#/api-key",
  },
  {
    id: "mistral",
    name: "Mistral",
    baseUrl: "https://api.mistral.ai/v1",
    speaks: {
      openai_chat: {
        quirks: {
          ...PLAIN,
          reasoningReplay: "thinking_parts",
          toolCallIds: "nine_alphanumerics",
          noStreamOptions: true,
          // It refuses every field that it does not know.
          refusedFields: [
            "audio",
            "logit_bias",
            "logprobs",
            "modalities",
            "prompt_cache_key",
            "safety_identifier",
            "seed",
            "service_tier",
            "store",
            "top_logprobs",
            "user",
            "verbosity",
            "web_search_options",
          ],
        },
      },
    },
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
    speaks: {
      openai_chat: { quirks: { ...PLAIN, maxTokensField: "max_completion_tokens" } },
      openai_responses: {},
    },
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
    speaks: {
      // Thinking models need their reasoning back in tool turns.
      openai_chat: { quirks: { ...PLAIN, reasoningReplay: "reasoning_content" } },
      anthropic_messages: {
        baseUrl: "https://api.moonshot.ai/anthropic",
        auth: "bearer",
        countPath: null,
      },
    },
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
    speaks: {
      openai_chat: {
        quirks: {
          ...PLAIN,
          reasoningReplay: "reasoning_content",
          noJsonSchema: true,
          noStreamOptions: true,
        },
      },
      anthropic_messages: {
        baseUrl: "https://open.bigmodel.cn/api/anthropic",
        auth: "bearer",
        countPath: null,
      },
    },
    streamUsage: "always",
    owns: /^(glm|chatglm|cogview)/,
    priceId: "zhipuai",
    keysUrl: "https://open.bigmodel.cn/usercenter/apikeys",
  },
  {
    id: "perplexity",
    name: "Perplexity",
    baseUrl: "https://api.perplexity.ai",
    speaks: { openai_chat: { quirks: { ...PLAIN, noStreamOptions: true } } },
    streamUsage: "always",
    owns: /^(sonar|r1-1776)/,
    keysUrl: "https://www.perplexity.ai/settings/api",
  },
  {
    id: "groq",
    name: "Groq",
    baseUrl: "https://api.groq.com/openai/v1",
    speaks: {
      openai_chat: {
        quirks: {
          noCustomTools: true,
          reasoningReplay: "reasoning",
          refusedFields: ["logit_bias", "logprobs", "top_logprobs"],
        },
      },
    },
    streamUsage: "on_request",
    owns: /^llama/,
    keysUrl: "https://console.groq.com/keys",
  },
  {
    id: "together",
    name: "Together AI",
    aliases: ["togetherai"],
    baseUrl: "https://api.together.xyz/v1",
    speaks: { openai_chat: { quirks: { ...PLAIN, noStreamOptions: true } } },
    streamUsage: "always",
    keysUrl: "https://api.together.ai/settings/api-keys",
  },
  {
    id: "openrouter",
    name: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    speaks: {
      openai_chat: {
        quirks: { noCustomTools: true, cacheControl: true, reasoningReplay: "reasoning_details" },
      },
    },
    streamUsage: "on_request",
    keepsFields: ["session_id"],
    forwardHeaders: ["http-referer", "x-title"],
    keysUrl: "https://openrouter.ai/settings/keys",
  },
  {
    id: "siliconflow",
    name: "SiliconFlow",
    baseUrl: "https://api.siliconflow.cn/v1",
    speaks: { openai_chat: { quirks: PLAIN } },
    streamUsage: "on_request",
    keysUrl: "https://cloud.siliconflow.cn/account/ak",
  },
  {
    id: "fireworks",
    name: "Fireworks AI",
    aliases: ["fireworks-ai", "fireworks_ai"],
    baseUrl: "https://api.fireworks.ai/inference/v1",
    speaks: {
      openai_chat: {
        quirks: { ...PLAIN, reasoningReplay: "reasoning_content", noStreamOptions: true },
      },
    },
    streamUsage: "always",
    keysUrl: "https://app.fireworks.ai/settings/users/api-keys",
  },
  {
    id: "cerebras",
    name: "Cerebras",
    baseUrl: "https://api.cerebras.ai/v1",
    speaks: {
      openai_chat: {
        quirks: {
          ...PLAIN,
          maxTokensField: "max_completion_tokens",
          reasoningReplay: "reasoning",
          refusedFields: ["frequency_penalty", "logit_bias", "presence_penalty", "service_tier"],
        },
      },
    },
    streamUsage: "on_request",
    keysUrl: "https://cloud.cerebras.ai",
  },
  {
    id: "ollama",
    name: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
    keyless: true,
    speaks: { openai_chat: { quirks: { ...PLAIN, reasoningReplay: "reasoning" } } },
    streamUsage: "on_request",
  },
  {
    id: "vllm",
    name: "vLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
    keyless: true,
    speaks: { openai_chat: { quirks: { ...PLAIN, reasoningReplay: "reasoning" } } },
    streamUsage: "on_request",
  },
  {
    id: "lmstudio",
    name: "LM Studio",
    aliases: ["lm-studio"],
    baseUrl: "http://127.0.0.1:1234/v1",
    keyless: true,
    speaks: { openai_chat: { quirks: PLAIN } },
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
  return {
    id,
    name: id,
    baseUrl: null,
    speaks: { openai_chat: { quirks: { noDeveloperRole: true, noCustomTools: true } } },
    keyless: true,
    streamUsage: "on_request",
  };
}
