/**
 * `/api/logs/stream`: requests as they are written.
 *
 * @module
 */
import { z } from "zod";
import type { LogRowView } from "../../lib/admin/log_rows.ts";
import { FlowError } from "../../lib/domain/errors.ts";
import type { ApiParts } from "./parts.ts";
import { LOG_FILTERS, logFilterOf } from "./log_filters.ts";
import { type Operation, operation, raw } from "./operation.ts";
import { presentedBy } from "./session_cookie.ts";

/** How long a browser waits before it comes back, ms. */
const RETRY_MS = 2000;

export function logStreamOperation({ feed, gate }: Pick<ApiParts, "feed" | "gate">): Operation {
  return operation({
    method: "get",
    path: "/logs/stream",
    noun: "Logs",
    summary: "Follow requests as they are written",
    description:
      "Server-sent events named `request`: the data is a row as in the list, the id its " +
      "`seq`. With `Last-Event-ID` (or last_event_id) it goes on after that row; nothing is left " +
      "out. Comments are signs of life.",
    access: "read",
    query: z.strictObject({
      last_event_id: z.string().max(20).optional(),
      ...LOG_FILTERS,
    }),
    answer: raw(["text/event-stream"], "Events without end"),
  })(({ query, c }) => {
    const filter = logFilterOf(query);
    const after = afterSeq(c.req.header("last-event-id") ?? query.last_event_id);
    const left = new AbortController();
    const events = eventsOf(feed.follow(filter, after, left.signal), () => {
      gate.admit(presentedBy(c), "read");
    });
    return new Response(cancellable(events, left), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
    });
  });
}

/** @param admit throws once whoever listens may no longer */
async function* eventsOf(
  batches: AsyncGenerator<readonly LogRowView[]>,
  admit: () => void,
): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  for await (const batch of batches) {
    try {
      admit();
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      return;
    }
    yield batch.length === 0 ? ": still here\n\n" : batch.map(event).join("");
  }
}

const event = (row: LogRowView): string =>
  `id: ${row.seq}\nevent: request\ndata: ${JSON.stringify(row)}\n\n`;

/** A generator that waits does not notice that its reader has left: the signal tells it. */
function cancellable(
  events: AsyncGenerator<string>,
  left: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel() {
      left.abort();
    },
  }, { highWaterMark: 0 });
}

function afterSeq(id: string | undefined): number | null {
  if (id === undefined || id === "") return null;
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new FlowError(
    "invalid_request",
    `Cannot go on after the event ${JSON.stringify(id.slice(0, 20))}: it is none of ours.`,
    { param: "last_event_id" },
  );
}
