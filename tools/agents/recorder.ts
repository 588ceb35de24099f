/**
 * A listener on the way to a server: passes everything on and keeps what passed.
 *
 * @module
 */

/** One request and its answer. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; null where nothing was sent. */
  readonly body: unknown;
  readonly status: number;
  /** What went out so far; all of it when the request is over. */
  readonly answer: string;
}

/** A running one. */
export interface Recorder extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** In order of arrival. */
  readonly exchanges: readonly Exchange[];
}

/** Headers that tell of a connection or an encoding that is not the other side's. */
const OF_THE_CONNECTION = ["connection", "content-encoding", "content-length", "transfer-encoding"];

/**
 * Starts one in front of `target`.
 *
 * @param amend changes a piece of an answer on its way; a piece is what one read gave
 */
export function startRecorder(
  target: string,
  amend: (piece: string) => string = (piece) => piece,
): Recorder {
  const exchanges: Exchange[] = [];
  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const path = pathname + search;
      const { method, signal } = request;
      const sent = request.body === null ? null : await request.text();
      const headers = new Headers(request.headers);
      for (const name of [...OF_THE_CONNECTION, "host"]) headers.delete(name);
      const response = await fetch(target + path, { method, headers, body: sent, signal });
      const exchange = {
        method,
        path,
        headers: Object.fromEntries(request.headers),
        body: sent === null || sent === "" ? null : JSON.parse(sent),
        status: response.status,
        answer: "",
      };
      exchanges.push(exchange);
      const passing = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(
        new TransformStream<string, string>({
          transform(piece, controller) {
            const amended = amend(piece);
            exchange.answer += amended;
            controller.enqueue(amended);
          },
        }),
      ).pipeThrough(new TextEncoderStream()) ?? null;
      const answered = new Headers(response.headers);
      for (const name of OF_THE_CONNECTION) answered.delete(name);
      return new Response(passing, { status: response.status, headers: answered });
    },
  );
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    exchanges,
    [Symbol.asyncDispose]: () => listener.shutdown(),
  };
}
