/**
 * Plays a client's answer back in the next turn of the conversation and looks whether the provider gets
 * its signatures and encrypted reasoning again.
 *
 * @module
 */
import type { Stage } from "./gateway.ts";
import { pathOf } from "./examine.ts";
import { type Json, record, records, str } from "./oracle/json.ts";
import type { Reading } from "./oracle/reading.ts";
import type { Format } from "./recordings.ts";

/** One finished turn. */
export interface Turn {
  readonly source: Reading;
  /** The provider's. */
  readonly format: Format;
  readonly inbound: Format;
  /** The request as it was sent. */
  readonly request: Json;
  /** The answer as the client gives it. */
  readonly answer: Json;
  readonly stage: Stage;
}

/** Proofs of the provider's that do not reach it again, one line each. */
export async function proofsLost(turn: Turn): Promise<string[]> {
  const { source, inbound, stage } = turn;
  const before = stage.upstream().length;
  const response = await fetch(stage.url + pathOf(inbound, stage.model, false), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(nextRequest(turn)),
  });
  const text = await response.text();
  const sent = stage.upstream().slice(before).at(-1);
  if (sent === undefined) return [`the next turn was refused: ${text.slice(0, 200)}`];
  const strings = new Set(stringsIn(JSON.parse(sent)));
  const proofs = source.choices[0]?.proofs ?? [];
  // What the client itself does not hold cannot come back where no translation stands between.
  const held = inbound === turn.format ? new Set(stringsIn(turn.answer)) : null;
  const lost = proofs.filter((proof) => !strings.has(proof) && held?.has(proof) !== false);
  return lost.length === 0
    ? []
    : [`${lost.length} of ${proofs.length} proofs did not come back: ${lost[0]?.slice(0, 24)}…`];
}

/** The conversation with the answer and whatever must follow it: results of its calls, or more talk. */
export function nextRequest(
  { inbound, request, answer }: Pick<Turn, "inbound" | "request" | "answer">,
): Json {
  const { stream: _, stream_options: __, tool_choice: ___, ...rest } = request;
  switch (inbound) {
    case "openai_chat": {
      const message = record(records(answer.choices)[0]?.message);
      const results = records(message.tool_calls).map((call) => ({
        role: "tool",
        tool_call_id: call.id,
        content: "done",
      }));
      return { ...rest, messages: [...records(request.messages), message, ...orTalk(results)] };
    }
    case "openai_responses": {
      const results = records(answer.output).flatMap((item) => {
        if (item.type === "function_call") {
          return [{ type: "function_call_output", call_id: item.call_id, output: "done" }];
        }
        if (item.type === "custom_tool_call") {
          return [{ type: "custom_tool_call_output", call_id: item.call_id, output: "done" }];
        }
        return [];
      });
      const { input } = request;
      const earlier = typeof input === "string"
        ? [{ role: "user", content: input }]
        : records(input);
      return { ...rest, input: [...earlier, ...records(answer.output), ...orTalk(results)] };
    }
    case "anthropic_messages": {
      const results = records(answer.content).filter(({ type }) => type === "tool_use").map(
        ({ id }) => ({ type: "tool_result", tool_use_id: id, content: "done" }),
      );
      const content = results.length > 0 ? results : "Go on.";
      return {
        ...rest,
        messages: [
          ...records(request.messages),
          { role: "assistant", content: answer.content },
          { role: "user", content },
        ],
      };
    }
    case "gemini": {
      const content = record(records(answer.candidates)[0]?.content);
      const results = records(content.parts).flatMap((part) => {
        const call = record(part.functionCall);
        if (str(call.name) === "") return [];
        const id = call.id === undefined ? {} : { id: call.id };
        return [{ functionResponse: { ...id, name: call.name, response: { result: "done" } } }];
      });
      const parts = results.length > 0 ? results : [{ text: "Go on." }];
      const { toolConfig: _, ...others } = rest;
      return {
        ...others,
        contents: [...records(request.contents), content, { role: "user", parts }],
      };
    }
  }
}

function orTalk(results: readonly Json[]): readonly Json[] {
  return results.length > 0 ? results : [{ role: "user", content: "Go on." }];
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) yield* stringsIn(inner);
  }
}
