/**
 * How a provider departs from the format that it speaks: data of its record, read by renderers.
 * Absent members mean "as the format's own documentation says".
 *
 * @module
 */
export interface Quirks {
  /** Field for the limit of output tokens (OpenAI chat); absent: by the model's family. */
  readonly maxTokensField?: "max_tokens" | "max_completion_tokens";
  /** Under which field earlier reasoning goes back (OpenAI chat); absent: it does not. */
  readonly reasoningReplay?:
    | "reasoning_content"
    | "reasoning"
    | "reasoning_details"
    | "thinking_parts";
  /** Which tool call ids it takes. */
  readonly toolCallIds?: "nine_alphanumerics";
  /** It has no `developer` role. */
  readonly noDeveloperRole?: boolean;
  /** It knows `response_format: json_object` only. */
  readonly noJsonSchema?: boolean;
  /** Request fields (as the format spells them) that it answers with an error. */
  readonly refusedFields?: readonly string[];
  /** It cannot stream usage on request; `stream_options` is left out. */
  readonly noStreamOptions?: boolean;
  /** It takes Anthropic's `cache_control` on messages, parts and tools (OpenAI chat: OpenRouter). */
  readonly cacheControl?: boolean;
  /** It wants Gemini's thought signatures back in `extra_content` (OpenAI chat). */
  readonly thoughtSignatures?: boolean;
  /** It knows function tools only: custom ones go out as functions (OpenAI chat). */
  readonly noCustomTools?: boolean;
}
