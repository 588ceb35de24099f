/** One conversation in the four formats that callers speak. */
import fc from "fast-check";
import type { FormatName } from "../../lib/domain/request_record.ts";

/** What was said. `tool` is the answer to a call that the model made before it. */
export interface Said {
  readonly by: "user" | "model" | "tool";
  readonly text: string;
}

export type Conversation = readonly Said[];

/** Conversations of a few turns with a system text and tools in every request. */
export const conversations: fc.Arbitrary<Conversation> = fc.array(
  fc.record({
    by: fc.constantFrom("user" as const, "model" as const, "tool" as const),
    text: fc.oneof(
      fc.constantFrom("analyze this", "step by step", "function api", "first a then b?", "mutex"),
      fc.string({ minLength: 1, maxLength: 40 }),
    ),
  }),
  { maxLength: 6 },
);

const SYSTEM = "You analyze code step by step. Think carefully.";

/** The conversation's request body in each format. */
export const BODIES: Readonly<
  Record<string, { readonly format: FormatName; readonly write: (said: Conversation) => object }>
> = {
  chat: {
    format: "openai_chat",
    write: (said) => ({
      messages: [
        { role: "system", content: SYSTEM },
        ...said.map(({ by, text }) =>
          by === "user"
            ? { role: "user", content: [{ type: "text", text }] }
            : by === "model"
            ? { role: "assistant", content: text }
            : { role: "tool", tool_call_id: "c", content: text }
        ),
      ],
      tools: [{ type: "function", function: { name: "analyze", description: SYSTEM } }],
    }),
  },
  responses: {
    format: "openai_responses",
    write: (said) => ({
      instructions: SYSTEM,
      input: said.map(({ by, text }) =>
        by === "user"
          ? { type: "message", role: "user", content: [{ type: "input_text", text }] }
          : by === "model"
          ? { type: "message", role: "assistant", content: [{ type: "output_text", text }] }
          : { type: "function_call_output", call_id: "c", output: text }
      ),
      tools: [{ type: "function", name: "analyze", description: SYSTEM }],
    }),
  },
  anthropic: {
    format: "anthropic_messages",
    write: (said) => ({
      system: SYSTEM,
      messages: said.map(({ by, text }) =>
        by === "user"
          ? { role: "user", content: [{ type: "text", text }] }
          : by === "model"
          ? { role: "assistant", content: [{ type: "text", text }] }
          : { role: "user", content: [{ type: "tool_result", tool_use_id: "c", content: text }] }
      ),
      tools: [{ name: "analyze", description: SYSTEM, input_schema: { type: "object" } }],
    }),
  },
  gemini: {
    format: "gemini",
    write: (said) => ({
      systemInstruction: { parts: [{ text: SYSTEM }] },
      contents: said.map(({ by, text }) =>
        by === "user"
          ? { role: "user", parts: [{ text }] }
          : by === "model"
          ? { role: "model", parts: [{ text }] }
          : {
            role: "user",
            parts: [{ functionResponse: { name: "analyze", response: { output: text } } }],
          }
      ),
      tools: [{ functionDeclarations: [{ name: "analyze", description: SYSTEM }] }],
    }),
  },
};
