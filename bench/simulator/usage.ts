/**
 * The token numbers that the simulator reports. They follow from the request alone, so whoever sends
 * requests knows the sums that must stand in a log afterwards.
 *
 * @module
 */

/** What the simulator reads of a request body. Unknown fields are none of its business. */
export interface ChatRequest {
  readonly model?: unknown;
  readonly stream?: unknown;
  readonly stream_options?: { readonly include_usage?: unknown } | null;
  readonly messages?: unknown;
  readonly prompt?: unknown;
  readonly input?: unknown;
  readonly dimensions?: unknown;
  readonly encoding_format?: unknown;
}

/** Characters that count as one token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Prompt tokens of a request: one for each message or input, and one for each four characters of
 * all its text together, rounded up. Re-serialising the body does not change it.
 */
export function promptTokensOf(request: ChatRequest): number {
  const texts: string[] = [];
  const items = request.messages ?? request.input ?? request.prompt ?? [];
  const list: readonly unknown[] = Array.isArray(items) ? items : [items];
  for (const item of list) {
    if (typeof item === "object" && item !== null && "content" in item) {
      collect(item.content, texts);
    } else collect(item, texts);
  }
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return list.length + Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

function collect(content: unknown, into: string[]): void {
  if (typeof content === "string") into.push(content);
  else if (Array.isArray(content)) { for (const part of content) collect(part, into); }
  else if (typeof content === "object" && content !== null && "text" in content) {
    collect(content.text, into);
  }
}

/** OpenAI's usage object (API reference, "The chat completion object"). */
export interface UsageBody {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

/** Usage with its sum. */
export function usageBody(
  prompt: number,
  completion: number,
  cached: number,
  reasoning: number,
): UsageBody {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
