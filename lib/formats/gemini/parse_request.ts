/**
 * A caller's request to `:generateContent` or `:streamGenerateContent` in the neutral form.
 *
 * Source: Gemini API reference, `models.generateContent` (v1beta).
 *
 * @module
 */
import type { CallFacts } from "../../domain/conversation/codec.ts";
import type { ChatRequest, Message } from "../../domain/conversation/request.ts";
import { defined } from "../json/defined.ts";
import type { JsonObject } from "../json/guards.ts";
import { extraOf } from "./losses.ts";
import { canonicalMembers } from "./member_names.ts";
import { readConfig } from "./parse_config.ts";
import { readContents, readSystem } from "./parse_contents.ts";
import { readToolConfig, readTools } from "./parse_tools.ts";
import { objectMember, otherMembers, textMember } from "./typed_members.ts";

/** Members that have a neutral meaning; the rest stays Gemini's own. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "model",
  "contents",
  "systemInstruction",
  "tools",
  "toolConfig",
  "generationConfig",
  "serviceTier",
]);

/** Reads a request. Throws `invalid_request` with `param` for a wrong type. */
export function parseRequest(body: JsonObject, facts: CallFacts): ChatRequest {
  const from = canonicalMembers(body);
  const config = readConfig(objectMember(from, "generationConfig", "") ?? {});
  const { own: ownTools, toolChoice } = readToolConfig(from);
  const system = readSystem(from.systemInstruction ?? undefined);
  const messages: Message[] = [...(system === undefined ? [] : [system]), ...readContents(from)];
  const { own: ownConfig, sampling, ...settings } = config;
  return {
    format: "gemini",
    model: facts.model,
    stream: facts.stream,
    messages,
    sampling,
    ...settings,
    ...defined({
      tools: readTools(from),
      toolChoice,
      serviceTier: readTier(textMember(from, "serviceTier", "")),
      extra: extraOf({ ...otherMembers(from, UNDERSTOOD), ...ownConfig, ...ownTools }),
    }),
  };
}

/** What Gemini calls standard is the default tier elsewhere. */
function readTier(tier: string | undefined): string | undefined {
  const name = tier?.toLowerCase();
  if (name === undefined || name === "unspecified") return undefined;
  return name === "standard" ? "default" : name;
}
