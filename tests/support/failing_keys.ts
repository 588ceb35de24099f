/**
 * Providers that fail in every way, and a gateway whose keys lead to them.
 *
 * @module
 */
import { Secret } from "../../lib/domain/secret.ts";
import {
  CHAT_BODY,
  type FakeProvider,
  type FixtureOptions,
  gatewayFixture,
  type Upstream,
  usableKey,
} from "./gateway.ts";

export const JSON_TYPE = { "content-type": "application/json" };
export const SSE = { "content-type": "text/event-stream" };
/** A request for a stream. */
export const STREAMED = { ...CHAT_BODY, stream: true };
/** A whole answer. */
export const GOOD = '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}';
/** The same as a stream. */
export const GOOD_STREAM =
  'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n' +
  "data: [DONE]\n\n";

/** What a provider does with a request. */
export type Behaviour = (request: Upstream) => Response | Promise<Response>;
/** Answers always the same. */
export const answers = (body: string, init: ResponseInit = {}): Behaviour => () =>
  new Response(body, { headers: JSON_TYPE, ...init });
/** Answers with an error. */
export const fails = (status: number, headers: Record<string, string> = {}): Behaviour =>
  answers(`{"error":{"message":"Status ${status}.","code":null}}`, {
    status,
    headers: { ...JSON_TYPE, ...headers },
  });
/** Answers as it should. */
export const good: Behaviour = (request) =>
  JSON.parse(request.body).stream === true
    ? new Response(GOOD_STREAM, { headers: SSE })
    : new Response(GOOD, { headers: JSON_TYPE });
/** Nobody is there. */
export const unreachable: Behaviour = () => Promise.reject(new TypeError("fetch failed"));
/** Never answers. */
export const hanging: Behaviour = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
/** Begins an answer with this text, then the connection breaks. */
export const torn = (text: string, headers: Record<string, string>): Behaviour => () => {
  const pieces = [new TextEncoder().encode(text)];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece !== undefined && piece.length > 0) controller.enqueue(piece);
      else controller.error(new TypeError("connection reset"));
    },
  }, { highWaterMark: 0 });
  return new Response(body, { headers });
};

/** Which key a request came with. */
const keyOf = ({ headers }: Upstream): string =>
  headers.get("authorization")?.replace("Bearer sk-", "") ?? "";

/** A gateway whose keys behave each in their own way; keys are written `provider id`. */
export function gateway(ways: Record<string, Behaviour>, options: FixtureOptions = {}) {
  const byId = new Map(Object.entries(ways).map(([name, way]) => [name.split(" ")[1], way]));
  const provider: FakeProvider = (request) => byId.get(keyOf(request))!(request);
  const keys = Object.keys(ways).map((name) => {
    const [provider = "", id = ""] = name.split(" ");
    const key = usableKey({ id, label: id, secret: new Secret(`sk-${id}`) });
    return { provider, key, sealed: false };
  });
  const fixture = gatewayFixture({
    provider,
    ...options,
    directory: { keys, ...options.directory },
  });
  return { fixture, calls: () => fixture.seen.map(keyOf) };
}
