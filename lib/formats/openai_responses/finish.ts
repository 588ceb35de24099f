/**
 * Why an answer ended: `status` and `incomplete_details`, and the neutral reasons.
 *
 * @module
 */
import type { Finish } from "../../domain/conversation/answer.ts";
import { type JsonObject, objectAt, textAt } from "../json/guards.ts";

/** What an answer holds, for reasons that the status does not tell. */
export interface Holds {
  readonly call: boolean;
  readonly refusal: boolean;
}

/** The reason; null for an answer that is still being made. */
export function readFinish(response: JsonObject, holds: Holds): Finish | null {
  const raw = textAt(response, "status");
  if (raw === null || raw === "in_progress" || raw === "queued") {
    return raw === null && Array.isArray(response.output) ? finish(goodEnd(holds), null) : null;
  }
  if (raw === "completed") return finish(goodEnd(holds), raw);
  if (raw === "incomplete") {
    const why = textAt(objectAt(response, "incomplete_details"), "reason");
    return finish(why === null ? "other" : INCOMPLETE[why] ?? "other", why ?? raw);
  }
  return finish(raw === "failed" ? "error" : "other", raw);
}

const INCOMPLETE: Readonly<Record<string, Finish["reason"]>> = {
  max_output_tokens: "length",
  content_filter: "content_filter",
};

function goodEnd({ call, refusal }: Holds): Finish["reason"] {
  if (call) return "tool_calls";
  return refusal ? "refusal" : "stop";
}

function finish(reason: Finish["reason"], raw: string | null): Finish {
  return { reason, raw, stopSequence: null, detail: null };
}

/** A response's status, and why it is not complete. */
export interface Status {
  readonly status: "completed" | "incomplete" | "failed";
  readonly incomplete_details: { readonly reason: string } | null;
}

/**
 * The status that tells a finish. A refusal without words of refusal counts as filtered: it must not
 * look like a good end.
 */
export function statusOf(finish: Finish | null, hasRefusal: boolean): Status {
  switch (finish?.reason) {
    case "length":
      return incomplete("max_output_tokens");
    case "content_filter":
      return incomplete("content_filter");
    case "refusal":
      return hasRefusal ? COMPLETED : incomplete("content_filter");
    case "error":
      return { status: "failed", incomplete_details: null };
    default:
      return COMPLETED;
  }
}

const COMPLETED: Status = { status: "completed", incomplete_details: null };

function incomplete(reason: string): Status {
  return { status: "incomplete", incomplete_details: { reason } };
}
