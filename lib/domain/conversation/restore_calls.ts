/**
 * Gives the tool calls of an answer their own names and kinds back, after a request whose tools were
 * renamed (tool_names.ts) or wrapped (custom_tools.ts) for the provider. Doing it twice changes
 * nothing.
 *
 * @module
 */
import type { ChatResponse, StreamEvent } from "./answer.ts";
import { unwrapCustomInput } from "./custom_tools.ts";
import type { Part } from "./parts.ts";
import type { ChatRequest } from "./request.ts";
import { type ToolIdentity, ToolNames } from "./tool_names.ts";

type PartStart = Extract<StreamEvent, { type: "part_start" }>;

/** The answer with the caller's own tools in it. */
export function restoreCalls(response: ChatResponse, request: ChatRequest): ChatResponse {
  if (!hasTools(request)) return response;
  const names = new ToolNames(request);
  return {
    ...response,
    choices: response.choices.map((choice) => ({
      ...choice,
      parts: choice.parts.map((part) => restorePart(part, names)),
    })),
  };
}

function restorePart(part: Part, names: ToolNames): Part {
  if (part.type !== "tool_call") return part;
  const tool = identityFor(part, names);
  if (tool === undefined) return part;
  const args = tool.kind === "custom" ? unwrapCustomInput(part.arguments) : part.arguments;
  return { ...part, ...tool, arguments: args };
}

/** Does the same to the events of one stream. */
export class CallRestorer {
  readonly #names: ToolNames | null;
  /** Arguments of custom calls: free text can be taken out only of the whole. */
  readonly #held = new Map<string, string[]>();

  constructor(request: ChatRequest) {
    this.#names = hasTools(request) ? new ToolNames(request) : null;
  }

  /** The events to go on with in place of this one. */
  push(event: StreamEvent): readonly StreamEvent[] {
    if (this.#names === null) return [event];
    switch (event.type) {
      case "part_start":
        return [this.#start(event, this.#names)];
      case "delta": {
        const held = this.#held.get(keyOf(event));
        if (held === undefined) return [event];
        held.push(event.text);
        return [];
      }
      case "part_end":
        return [...this.#released(event), event];
      case "end":
        return [...this.#releasedAll(), event];
      default:
        return [event];
    }
  }

  #start(event: PartStart, names: ToolNames): PartStart {
    const tool = event.call === undefined ? undefined : identityFor(event.call, names);
    if (event.call === undefined || tool === undefined) return event;
    if (tool.kind === "custom") this.#held.set(keyOf(event), []);
    return { ...event, call: { ...event.call, ...tool } };
  }

  #released(at: { readonly choice: number; readonly part: number }): StreamEvent[] {
    const key = keyOf(at);
    const held = this.#held.get(key);
    this.#held.delete(key);
    const text = held === undefined ? "" : unwrapCustomInput(held.join(""));
    return text === "" ? [] : [{ type: "delta", choice: at.choice, part: at.part, text }];
  }

  /** For parts that never ended. */
  #releasedAll(): StreamEvent[] {
    return [...this.#held.keys()].flatMap((key) => {
      const [choice = 0, part = 0] = key.split("/").map(Number);
      return this.#released({ choice, part });
    });
  }
}

function hasTools({ tools }: ChatRequest): boolean {
  return tools !== undefined && tools.length > 0;
}

/** Null change is undefined: calls that bear their own name and kind already. */
function identityFor(
  call: {
    readonly name: string;
    readonly namespace?: string;
    readonly kind: "function" | "custom";
  },
  names: ToolNames,
): ToolIdentity | undefined {
  if (call.namespace !== undefined || call.kind === "custom") return undefined;
  return names.original(call.name);
}

function keyOf({ choice, part }: { readonly choice: number; readonly part: number }): string {
  return `${choice}/${part}`;
}
