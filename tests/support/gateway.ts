/**
 * A gateway with nothing behind it but what a test puts there: a stand-in for `fetch`, a clock moved
 * by hand and a recorder in memory. Everything between is the real thing.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Log } from "../../lib/domain/ports.ts";
import type { RecordedRequest, RequestRecord } from "../../lib/domain/request_record.ts";
import { Secret } from "../../lib/domain/secret.ts";
import { type Endpoint } from "../../lib/formats/call.ts";
import { CHAT } from "../../lib/formats/openai_chat/endpoints.ts";
import { type AttemptPolicy, DEFAULT_ATTEMPT_POLICY } from "../../lib/gateway/attempt_policy.ts";
import { buildDirectory, type DirectoryParts } from "../../lib/gateway/build_directory.ts";
import type { CatalogModel, Directory, UsableKey } from "../../lib/gateway/directory.ts";
import { Fallbacks, type FallbackTable } from "../../lib/gateway/fallbacks.ts";
import { Gateway } from "../../lib/gateway/gateway.ts";
import { KeyHealth } from "../../lib/gateway/key_health.ts";
import type { RouterState } from "../../lib/gateway/model_router.ts";
import type { AdmittedCaller } from "../../lib/gateway/admitted_caller.ts";
import type { GatewayParts, GatewaySettings } from "../../lib/gateway/parts.ts";
import type { Pause } from "../../lib/gateway/pause.ts";
import { Sender } from "../../lib/http/send.ts";
import type { Classifier } from "../../lib/router/classifier.ts";
import { type RouterOptions, routerSettings } from "../../lib/router/settings.ts";
import { PriceBook } from "../../lib/usage/prices.ts";
import { HandClock } from "./hand_clock.ts";
import { routerOptions } from "./router.ts";

/** A request as the provider gets it. */
export interface Upstream {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** The provider: answers, or rejects as `fetch` would. */
export type FakeProvider = (request: Upstream) => Response | Promise<Response>;

/** What a test may set. */
export interface FixtureOptions {
  readonly provider?: FakeProvider;
  /** Instead of `provider`: the real `fetch`, for a provider on this machine. */
  readonly fetch?: typeof fetch;
  readonly directory?: Partial<DirectoryParts>;
  readonly settings?: Partial<GatewaySettings>;
  readonly admit?: (presented: string | null) => AdmittedCaller | null;
  /** As it comes: the only key is never asked twice. */
  readonly policy?: Partial<AttemptPolicy>;
  readonly fallbacks?: FallbackTable;
  /** As it comes: pauses are over at once. */
  readonly pause?: Pause;
  readonly log?: Log;
  /** As it comes: off. */
  readonly router?: Partial<RouterOptions>;
  readonly classifier?: Classifier;
}

/** A gateway and what came out of it. */
export interface GatewayFixture extends Disposable {
  readonly gateway: Gateway;
  readonly parts: GatewayParts;
  readonly clock: HandClock;
  /** Requests that reached the provider. */
  readonly seen: readonly Upstream[];
  readonly rows: readonly RecordedRequest[];
  /** Rows as the metrics saw them. */
  readonly measured: readonly RequestRecord[];
  readonly started: number;
  /** The one row; fails when there are more or none. */
  row(): RequestRecord;
  directory: Directory;
  /** How the router chooses from now on. */
  router: RouterState;
}

/** A key that can be used. */
export function usableKey(more: Partial<UsableKey> = {}): UsableKey {
  return {
    id: "key-1",
    label: "main",
    secret: new Secret("sk-test"),
    baseUrl: null,
    weight: 1,
    priority: 0,
    ...more,
  };
}

/** A model of the catalog. */
export function catalogModel(provider: string, modelId: string, enabled = true): CatalogModel {
  return { provider, modelId, ownedBy: null, created: null, enabled };
}

/** A directory; as it comes: the vault unlocked and one key for OpenAI. */
export function directoryOf(parts: Partial<DirectoryParts> = {}): Directory {
  return buildDirectory({
    vault: "unlocked",
    configured: {},
    keys: [{ provider: "openai", key: usableKey(), sealed: false }],
    models: [],
    limits: { connectMs: 1000, headersMs: 1000, idleMs: 1000 },
    ...parts,
  });
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Puts a gateway together; dispose of it at the end of the test. */
export function gatewayFixture(options: FixtureOptions = {}): GatewayFixture {
  const clock = new HandClock();
  const seen: Upstream[] = [];
  const rows: RecordedRequest[] = [];
  const measured: RequestRecord[] = [];
  const provider = options.provider ?? (() => Response.json({ choices: [] }));
  const sender = new Sender({ clock, fetch: options.fetch ?? asFetch(provider, seen) });
  const log = options.log ?? SILENT;
  const policy = { ...DEFAULT_ATTEMPT_POLICY, sameKeyRetries: 0, ...options.policy };
  const fallbacks = new Fallbacks(options.fallbacks ?? {});
  let ids = 0;
  const parts: GatewayParts = {
    clock,
    newId: () => `id-${++ids}`,
    log,
    sender,
    prices: new PriceBook(),
    recorder: {
      record: (row) => void rows.push(row),
      drain: () => Promise.resolve(),
      pending: { rows: 0, bytes: 0 },
      health: { ok: true, problem: null, written: 0, dropped: 0, rejected: 0, shed: 0 },
    },
    metrics: {
      requestStarted: () => void fixture.started++,
      requestFinished: (record) => void measured.push(record),
    },
    directory: () => fixture.directory,
    settings: () => ({
      bodyLimitBytes: 1024 * 1024,
      callerTimeoutMs: 0,
      logPrompts: true,
      logResponses: true,
      ...options.settings,
    }),
    history: null,
    attempts: () => ({ policy, fallbacks }),
    router: () => fixture.router,
    keyHealth: new KeyHealth({ policy: () => policy, clock, log }),
    random: () => 0.5,
    pause: options.pause ?? (() => Promise.resolve()),
    admit: options.admit ?? (() => null),
  };
  const fixture = {
    gateway: new Gateway(parts),
    parts,
    clock,
    seen,
    rows,
    measured,
    started: 0,
    directory: directoryOf(options.directory),
    router: {
      settings: routerSettings(routerOptions(options.router)),
      classifier: options.classifier ?? null,
    },
    row(): RequestRecord {
      assert.equal(rows.length, 1, `${rows.length} rows instead of one`);
      return rows[0]!.record;
    },
    [Symbol.dispose]: () => sender.close(),
  };
  return fixture;
}

function asFetch(provider: FakeProvider, seen: Upstream[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, signal: null });
    const signal = init?.signal ?? new AbortController().signal;
    const upstream = {
      url: request.url,
      headers: request.headers,
      body: await request.text(),
      signal,
    };
    signal.throwIfAborted();
    seen.push(upstream);
    return await provider(upstream);
  };
}

/** A caller's request; a body that is no text is sent as JSON. */
export function callerRequest(
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Request {
  return new Request("http://gateway/v1/chat/completions", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A chat body that is right. */
export const CHAT_BODY = {
  model: "openai/gpt-4o-mini",
  messages: [{ role: "user", content: "Hi" }],
};

/** Sends a request through the gateway. */
export function send(
  { gateway }: GatewayFixture,
  body: unknown = CHAT_BODY,
  { headers = {}, endpoint = CHAT, signal }: {
    headers?: Record<string, string>;
    endpoint?: Endpoint;
    signal?: AbortSignal;
  } = {},
): Promise<Response> {
  return gateway.handle(endpoint, {
    request: callerRequest(body, headers, signal),
    clientIp: "127.0.0.1",
  });
}
