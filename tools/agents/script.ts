/**
 * What the mock provider says in a run: think and call a tool, then say that all is done.
 *
 * @module
 */
import type { ChatCompletionRequest, FixtureResponse } from "@copilotkit/aimock";
import type { Agent, ChatFormat, ToolCall } from "./agent.ts";

/** The file that a run is about. Everything in it must be escaped somewhere on its way. */
export const FILE = "note.txt";
export const CONTENT =
  'Grüße, 世界! 😀 "quoted" \\back\\slashes\\ $HOME `tick`\n\tthe second line\n';

/** What the user asks for, and what the agent prints in the end. */
export const PROMPT = `Write the file ${FILE}.`;
export const FAREWELL = "The file is written, 世界.";

/** What the provider thinks before it calls the tool, with its proof where the mock has one. */
export const THOUGHT = "The user wants a file. The tool for it is at hand.";
export const SIGNATURE = "EqQBCgIYAhIkc2lnbmF0dXJlLW9mLXRoZS1tb2Nr";
/** The mock itself has no thought signatures for Gemini: `upstream.ts` puts this one in. */
export const THOUGHT_SIGNATURE = "CiQBVKhc7thoughtOfTheMockAAAAAA";

/** Tokens that every answer is said to have taken. */
export const PROMPT_TOKENS = 1203;
export const COMPLETION_TOKENS = 45;

/** Ids as the providers write them; Gemini's older models give none. */
const CALL_ID: Readonly<Record<ChatFormat, string | null>> = {
  anthropic_messages: "toolu_01F7zTg9pQmV3cXn5LkWbYsD",
  openai_chat: "call_8sVJq2nKxT4mZcL0aRwYuB6e",
  openai_responses: "call_8sVJq2nKxT4mZcL0aRwYuB6e",
  gemini: null,
};

/** Answers to an agent whose work folder is `work`, from a provider of a shape. */
export function scriptFor(
  agent: Agent,
  shape: ChatFormat,
  work: string,
): (request: ChatCompletionRequest) => FixtureResponse {
  const call = agent.write(work, FILE, CONTENT);
  const id = CALL_ID[shape];
  return (request) => {
    if (!offers(request, call)) return { content: "A note", usage: usage() };
    if (request.messages.some(({ role }) => role === "tool")) {
      return { content: FAREWELL, usage: usage() };
    }
    return {
      toolCalls: [{
        name: call.name,
        arguments: JSON.stringify(call.arguments),
        ...(id === null ? {} : { id }),
      }],
      reasoning: THOUGHT,
      reasoningSignature: SIGNATURE,
      usage: usage(),
    };
  };
}

/** Requests without the tool are beside the task: agents have titles made of prompts. */
function offers(request: ChatCompletionRequest, { name }: ToolCall): boolean {
  return (request.tools ?? []).some((tool) => tool.function.name === name);
}

function usage() {
  return { prompt_tokens: PROMPT_TOKENS, completion_tokens: COMPLETION_TOKENS };
}
