/**
 * What changes in a request body on its way to an OpenAI-compatible provider: the model name, our
 * own fields, and the wish for a usage chunk. Everything else stays, byte for byte.
 *
 * @module
 */
import {
  appendMember,
  applyEdits,
  type Edit,
  type Member,
  removeMembers,
  replaceValue,
} from "../json/members.ts";
import type { Call } from "../call.ts";

/** How one provider wants this request. */
export interface RewriteOptions {
  /** The model name that the provider knows. */
  readonly upstreamModel: string;
  /** Whether a stream tells its usage only when asked. */
  readonly askForUsage: boolean;
  /** Whether `user` carried a caller token, which must not leave this process. */
  readonly dropUser: boolean;
  /** Fields of ours that this provider understands itself. */
  readonly keepsFields: readonly string[];
}

/** A body ready to be sent. */
export interface Rewritten {
  readonly bytes: Uint8Array;
  /** We asked for the usage chunk and the caller did not: it must not reach the caller. */
  readonly hideUsageChunk: boolean;
}

/** Body fields of the gateway, documented for callers, unknown to providers. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "x_session_id",
  "session_id",
  "x_user_tag",
  "user_tag",
]);

/** The body as the provider should get it. */
export function rewriteCall(call: Call, options: RewriteOptions): Rewritten {
  const isOurs = ({ key }: Member): boolean =>
    (options.dropUser && key === "user") ||
    (OWN_FIELDS.has(key) && !options.keepsFields.includes(key));
  const edits: Edit[] = call.members.some(isOurs) ? removeMembers(call.members, isOurs) : [];
  if (options.upstreamModel !== call.model) {
    edits.push(modelEdit(call, options.upstreamModel));
  }
  const hideUsageChunk = call.stream && options.askForUsage && !call.wantsUsageChunk;
  if (hideUsageChunk) edits.push(usageWish(call));
  return { bytes: applyEdits(call.bytes, edits), hideUsageChunk };
}

function usageWish(call: Call): Edit {
  const wish = { ...call.streamOptions, include_usage: true };
  const member = call.members.find(({ key }) => key === "stream_options");
  return member ? replaceValue(member, wish) : appendMember(call.bytes, "stream_options", wish);
}

/** A body without a model went to its endpoint's default one, which may have another name there. */
function modelEdit(call: Call, model: string): Edit {
  const member = call.members.find(({ key }) => key === "model");
  return member ? replaceValue(member, model) : appendMember(call.bytes, "model", model);
}
