/**
 * A whole answer as the events of a stream: for a caller who asked for a stream and a provider that
 * answered at once.
 *
 * @module
 */
import type { ChatResponse, Choice, StreamEvent } from "./answer.ts";
import type { Part } from "./parts.ts";

/** The events that accumulate to this answer. */
export function* replay(response: ChatResponse): Generator<StreamEvent> {
  const { id, model, createdAt, serviceTier, extra } = response;
  yield {
    type: "start",
    id,
    model,
    createdAt,
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(extra === undefined ? {} : { extra }),
  };
  for (const choice of response.choices) yield* replayChoice(choice);
  if (response.usage !== null) yield { type: "usage", usage: response.usage };
  if (response.error === undefined) yield { type: "end" };
  else yield { type: "error", error: response.error };
}

function* replayChoice(choice: Choice): Generator<StreamEvent> {
  let number = 0;
  for (const part of choice.parts) yield* replayPart(choice.index, number++, part);
  if (choice.logprobs !== undefined) {
    yield { type: "logprobs", choice: choice.index, value: choice.logprobs };
  }
  if (choice.finish !== null) {
    const { finish, extra } = choice;
    yield {
      type: "finish",
      choice: choice.index,
      finish,
      ...(extra === undefined ? {} : { extra }),
    };
  }
}

function* replayPart(choice: number, part: number, value: Part): Generator<StreamEvent> {
  const at = { choice, part };
  switch (value.type) {
    case "text":
    case "refusal":
      yield { type: "part_start", ...at, kind: value.type };
      break;
    case "reasoning":
      yield { type: "part_start", ...at, kind: "reasoning", isSummary: value.isSummary };
      break;
    case "tool_call": {
      const { id, name, namespace, kind } = value;
      const call = { id, name, kind, ...(namespace === undefined ? {} : { namespace }) };
      yield { type: "part_start", ...at, kind: "tool_call", call };
      break;
    }
    // Results stand in requests only.
    case "tool_result":
      return;
    default:
      yield { type: "whole_part", ...at, value };
      return;
  }
  const text = value.type === "tool_call" ? value.arguments : value.text;
  if (text !== "") yield { type: "delta", ...at, text };
  if (value.type === "text") {
    for (const citation of value.citations ?? []) yield { type: "citation", ...at, citation };
  }
  const proof = "proof" in value ? value.proof : undefined;
  yield {
    type: "part_end",
    ...at,
    ...(proof === undefined ? {} : { proof }),
    ...(value.extra === undefined ? {} : { extra: value.extra }),
  };
}
