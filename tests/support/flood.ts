/**
 * A provider that streams as much as asked for, as fast as it is read, and counts what went out.
 *
 * @module
 */

/** A running flood. */
export interface Flood extends AsyncDisposable {
  readonly baseUrl: string;
  /** Bytes that the connection has taken from it so far. */
  sent(): number;
}

const EVENT_BYTES = 64 * 1024;

/** Starts one; each answer has at least `bytes` bytes, and ends with `[DONE]`. */
export function startFlood(bytes: number): Flood {
  const event = chunkEvent();
  let sent = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.body?.cancel();
    let left = Math.ceil(bytes / event.length);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (left-- > 0) {
          sent += event.length;
          controller.enqueue(event);
        } else {
          controller.enqueue(new TextEncoder().encode("data: [DONE]\n\n"));
          controller.close();
        }
      },
    }, { highWaterMark: 0 });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  return {
    baseUrl: `http://127.0.0.1:${server.addr.port}/v1`,
    sent: () => sent,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function chunkEvent(): Uint8Array<ArrayBuffer> {
  const content = "x".repeat(EVENT_BYTES - 100);
  const chunk = { choices: [{ index: 0, delta: { content }, finish_reason: null }] };
  return new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`);
}
