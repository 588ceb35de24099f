/**
 * The messages of a request. A user message that brings tool results becomes two: the results, then
 * what the user says.
 *
 * @module
 */
import type { Part, ToolResultPart } from "../../domain/conversation/parts.ts";
import type { Message } from "../../domain/conversation/request.ts";
import { FlowError } from "../../domain/errors.ts";
import type { JsonObject } from "../json/guards.ts";
import { maybeObjects, otherMembers, pathOf, wrongType } from "./fields.ts";
import { type PlacedBlock, placedBlocks, readParts, readToolResult } from "./parse_blocks.ts";

const UNDERSTOOD: ReadonlySet<string> = new Set(["role", "content"]);

/** Reads `system` and `messages`. */
export function readMessages(body: JsonObject): Message[] {
  const list = maybeObjects(body, "messages", "");
  if (list === undefined) throw wrongType("messages", "an array", undefined);
  const messages = readSystem(body.system);
  const names = new Map<string, string>();
  const nameOf = (callId: string) => names.get(callId) ?? null;
  list.forEach((message, i) => {
    const at = `messages[${i}]`;
    const blocks = placedBlocks(message.content, pathOf(at, "content"));
    const read = messagesOf(message.role, blocks, at, nameOf);
    for (const part of read.flatMap(({ parts }) => parts)) {
      if (part.type === "tool_call") names.set(part.id, part.name);
    }
    const extra = otherMembers(message, UNDERSTOOD);
    const last = read.at(-1);
    if (extra !== undefined && last !== undefined) {
      read[read.length - 1] = { ...last, extra: { format: "anthropic_messages", fields: extra } };
    }
    messages.push(...read);
  });
  return messages;
}

function readSystem(system: unknown): Message[] {
  if (system === undefined || system === null) return [];
  return [{ role: "system", at: "system", parts: readParts(placedBlocks(system, "system")) }];
}

function messagesOf(
  role: unknown,
  blocks: readonly PlacedBlock[],
  at: string,
  nameOf: (callId: string) => string | null,
): Message[] {
  switch (role) {
    case "assistant":
    case "system":
      return [{ role, at, parts: readParts(blocks) }];
    case "user":
      return userMessages(blocks, at, nameOf);
    default:
      throw new FlowError(
        "invalid_request",
        `Invalid '${at}.role': expected "user" or "assistant", but got ` +
          `${JSON.stringify(role) ?? "nothing"}.`,
        { param: `${at}.role` },
      );
  }
}

function userMessages(
  blocks: readonly PlacedBlock[],
  at: string,
  nameOf: (callId: string) => string | null,
): Message[] {
  const results: ToolResultPart[] = [];
  const rest: Message[] = [];
  let said: PlacedBlock[] = [];
  const flush = () => {
    if (said.length > 0) rest.push({ role: "user", at, parts: readParts(said) });
    said = [];
  };
  for (const placed of blocks) {
    const { block } = placed;
    if (block.type === "tool_result") results.push(readToolResult(placed, nameOf));
    else if (block.type === "mid_conv_system") {
      flush();
      rest.push({ role: "system", at: placed.at, parts: systemParts(placed) });
    } else said.push(placed);
  }
  flush();
  if (results.length > 0) return [{ role: "tool", at, parts: results }, ...rest];
  return rest.length > 0 ? rest : [{ role: "user", at, parts: [] }];
}

/** An instruction in the middle of the conversation (a beta of Anthropic's). */
function systemParts({ block, at }: PlacedBlock): Part[] {
  return readParts(placedBlocks(block.content, pathOf(at, "content")));
}
