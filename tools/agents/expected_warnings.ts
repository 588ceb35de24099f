import type { Agent, ChatFormat } from "./agent.ts";

/**
 * What is known to be lost between an agent and a shape of provider, as `kind field`, list indexes
 * left out. Nothing is between equal formats, and nothing of it changes what an agent can do:
 *
 * - caching, ids of users and clearing of old thoughts are the provider's own ways of saving work;
 * - thoughts without a proof (`messages`, `contents[]`, `input[]`) serve no provider but those that
 *   ask for them, and the mock is none of these;
 * - web search is a tool that the provider runs, where it has it.
 */
const KNOWN: Readonly<Record<string, Partial<Record<ChatFormat, readonly string[]>>>> = {
  "claude-code": {
    openai_chat: [
      "dropped system[].cache_control",
      "dropped context_management",
      "adapted metadata.user_id",
      "dropped messages[].content[]",
    ],
    openai_responses: [
      "dropped context_management",
      "adapted system[]",
      "adapted metadata.user_id",
    ],
    gemini: [
      "adapted messages[]",
      "dropped metadata.user_id",
      "dropped cache_control",
      "dropped context_management",
      "dropped messages",
    ],
  },
  codex: {
    anthropic_messages: [
      "dropped tools[].tools[].namespace",
      "dropped tools[].external_web_access",
      "dropped prompt_cache_key",
    ],
    gemini: [
      "dropped tools[].tools[].namespace",
      "dropped tools[].external_web_access",
      "dropped tools[]",
      "dropped prompt_cache_key",
      "dropped messages",
    ],
    openai_chat: [
      "dropped tools[].tools[].namespace",
      "dropped tools[]",
      "adapted reasoning",
      "dropped input[]",
    ],
  },
  opencode: { gemini: ["dropped messages"] },
  "gemini-cli": {
    openai_chat: [
      "adapted generationConfig.thinkingConfig",
      "dropped generationConfig.topK",
      "dropped contents[]",
    ],
    anthropic_messages: ["dropped generationConfig.topP"],
    openai_responses: ["dropped generationConfig.topK", "dropped generationConfig.topP"],
  },
  "qwen-code": { gemini: ["dropped messages"] },
};

/** The warnings that a run leaves in the log. */
export function expectedWarnings(agent: Agent, shape: ChatFormat): readonly string[] {
  return KNOWN[agent.name]?.[shape] ?? [];
}
