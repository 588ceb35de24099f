/**
 * The product's own routes and gateway on a loopback port, with one provider behind them that plays
 * recordings back. Only the configuration, the clock and the ids are this tool's.
 *
 * @module
 */
import { Hono } from "hono";
import type { FormatName } from "../../lib/domain/request_record.ts";
import { builtInProvider } from "../../lib/providers/registry.ts";
import { createApp } from "../../routes/app.ts";
import { openScope } from "../../routes/shown_models.ts";
import type { AppEnv } from "../../routes/env.ts";
import {
  directoryOf,
  type GatewayFixture,
  gatewayFixture,
  usableKey,
} from "../../tests/support/gateway.ts";
import {
  type Cuts,
  type ReplayServer,
  startReplayServer,
} from "../../tests/support/replay_server.ts";
import { memoryHistory } from "../../tests/support/response_history.ts";
import type { Format, Recording } from "./recordings.ts";

/** What one answer of the gateway was. */
export interface Crossing {
  readonly status: number;
  /** The body as it went to the caller. */
  readonly text: string;
  readonly warnings: string | null;
}

/** A running stage. */
export interface Stage extends AsyncDisposable {
  readonly url: string;
  /** The provider itself. */
  readonly providerUrl: string;
  /** Puts a fresh gateway up, with the recording's provider behind it. */
  play(recording: Recording): void;
  /** Where the provider's answers are cut from now on. */
  cut(cuts: Cuts): void;
  /** The model to ask for. */
  readonly model: string;
  /** What the caller got, latest last. */
  readonly crossings: readonly Crossing[];
  /** Bodies as they reached the provider, latest last. */
  readonly upstream: () => readonly string[];
}

/** Starts one. */
export async function startStage(): Promise<Stage> {
  const server = await startReplayServer({ body: "{}" });
  let current: { fixture: GatewayFixture; app: Hono<AppEnv>; recording: Recording } | null = null;
  let cuts: Cuts = "none";
  let crossings: Crossing[] = [];
  let model = "";
  let seenBefore = 0;

  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (current === null) return new Response("No recording is set.", { status: 500 });
      return keep(await current.app.fetch(request), (crossing) => crossings.push(crossing));
    },
  );
  const setReplay = (): void => {
    if (current === null) return;
    const { status, headers, body } = current.recording;
    server.replay({ status, headers, body, cuts });
  };
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    providerUrl: server.url,
    play(recording) {
      current?.fixture[Symbol.dispose]();
      const provider = providerOf(recording);
      model = `${provider}/${recording.model}`;
      current = { ...freshGateway(server, provider, recording.format), recording };
      cuts = "none";
      crossings = [];
      seenBefore = server.requests.length;
      setReplay();
    },
    cut(next) {
      cuts = next;
      setReplay();
    },
    get model() {
      return model;
    },
    get crossings() {
      return crossings;
    },
    upstream: () =>
      server.requests.slice(seenBefore).map(({ body }) => new TextDecoder().decode(body)),
    async [Symbol.asyncDispose]() {
      current?.fixture[Symbol.dispose]();
      await listener.shutdown();
      await server.close();
    },
  };
}

/** A provider that the product knows brings its quirks; the address is always the replay's. */
function providerOf({ provider, format }: Recording): string {
  const known = builtInProvider(provider);
  return known !== undefined && Object.hasOwn(known.speaks, format) ? known.id : `replay-${format}`;
}

function freshGateway(
  server: ReplayServer,
  provider: string,
  format: Format & FormatName,
): { fixture: GatewayFixture; app: Hono<AppEnv> } {
  const limits = { connectMs: 5000, headersMs: 5000, idleMs: 5000 };
  const fixture = gatewayFixture({
    fetch,
    settings: { bodyLimitBytes: 64 * 1024 * 1024 },
    directory: {
      configured: { [provider]: { base_url: server.baseUrl, format } },
      keys: [{ provider, key: usableKey(), sealed: false }],
      limits,
    },
  });
  const { parts, gateway } = fixture;
  const app = createApp({
    gateway,
    directory: () => directoryOf(),
    history: memoryHistory(parts).history,
    caller: () => null,
    readiness: () =>
      Promise.resolve({ ready: true, database: { ok: true, problem: null }, vault: "unlocked" }),
    metrics: { render: () => Promise.resolve({ text: "", contentType: "text/plain" }) },
    aliases: () => [],
    scopeOf: openScope,
    access: (_c, next) => next(),
    api: new Hono<AppEnv>(),
    log: parts.log,
    newId: parts.newId,
    version: "0",
  });
  return { fixture, app };
}

/** Passes an answer on and notes what it was, also when it breaks off. */
function keep(response: Response, note: (crossing: Crossing) => void): Response {
  const decoder = new TextDecoder();
  let text = "";
  const done = (): void =>
    note({ status: response.status, text, warnings: response.headers.get("x-flow-warnings") });
  if (response.body === null) {
    done();
    return response;
  }
  const watched = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        text += decoder.decode(chunk, { stream: true });
        controller.enqueue(chunk);
      },
      flush: done,
    }),
  );
  return new Response(watched, response);
}
