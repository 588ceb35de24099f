/** The admin API over a real store in a temporary folder, called without a socket. */
import type { AppEnv } from "../../routes/env.ts";
import type { Hono } from "hono";
import { AdminGate } from "../../lib/admin/admin_gate.ts";
import type { AdminParts } from "../../lib/admin/parts.ts";
import { AuditLog } from "../../lib/admin/audit.ts";
import { LiveSettings } from "../../lib/admin/live_settings.ts";
import { LogFeed } from "../../lib/admin/log_feed.ts";
import { RouterConfig } from "../../lib/admin/router_config.ts";
import { fileOptions } from "../../lib/admin/router_options.ts";
import { VaultAccess } from "../../lib/admin/vault_access.ts";
import { AdminKeyRegister } from "../../lib/auth/admin_keys.ts";
import { AdminSessions } from "../../lib/auth/admin_sessions.ts";
import { LastUse } from "../../lib/auth/last_use.ts";
import { SetupCode } from "../../lib/auth/setup_code.ts";
import { type ConfigSources, loadConfig } from "../../lib/config/load.ts";
import { Secret } from "../../lib/domain/secret.ts";
import { pause } from "../../lib/gateway/pause.ts";
import { listAdminKeys, noteAdminKeyUse } from "../../lib/store/admin_keys.ts";
import { adminSessionRecords } from "../../lib/store/admin_sessions.ts";
import type { Store } from "../../lib/store/store.ts";
import { createApi } from "../../routes/api/api.ts";
import type { ApiParts } from "../../routes/api/parts.ts";
import { openAdmin } from "./admin_parts.ts";
import { fakeOutbound } from "./outbound.ts";
import type { HandClock } from "./hand_clock.ts";
import { recordingLog } from "./recording_log.ts";
import { CODE } from "./vault_access.ts";

/** What a request of a test answered; `body` is parsed when it is JSON, else text. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export interface TestApi extends AsyncDisposable {
  readonly api: Hono<AppEnv>;
  readonly parts: ApiParts;
  readonly admin: AdminParts;
  readonly store: Store;
  readonly clock: HandClock;
  readonly log: ReturnType<typeof recordingLog>;
  /** A session's token. */
  readonly token: string;
  /** How often changes were put into effect. */
  readonly applied: () => number;
  /** Resolves when what is written behind requests has been written. */
  readonly settled: () => Promise<void>;
  /** As the signed-in administrator unless headers say otherwise; a path such as `/keys`. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>;
}

/** Starts it with an unlocked vault whose password is that of `memory_vault.ts`. */
export async function startAdminApi(
  change: Partial<ApiParts> = {},
  sources: Partial<ConfigSources> = {},
): Promise<TestApi> {
  const made = await openAdmin();
  const { db, vault, clock, newId, randomBytes } = made;
  const log = recordingLog();
  let applied = 0;
  const loaded = loadConfig({ flags: [], env: () => undefined, cwd: "/nowhere", ...sources });
  const applyChanges = async () => {
    applied++;
    await sessions.load();
    keys.replace(await listAdminKeys(db));
    await router.load();
  };
  const audit = new AuditLog({ db, clock, newId });
  const sessions = new AdminSessions({
    records: adminSessionRecords(db),
    clock,
    randomBytes,
    newId,
    ttlMs: () => 3_600_000,
    log,
  });
  const settings = new LiveSettings(loaded, { db, clock, log, audit, takeEffect: applyChanges });
  const router = new RouterConfig({
    db,
    clock,
    log,
    fromFile: () => fileOptions(settings.current.config),
    classifierFor: () => null,
  });
  const keys = new AdminKeyRegister();
  const keyUse = new LastUse((id, atMs) => noteAdminKeyUse(db, id, atMs), log);
  const feed = new LogFeed({ db, onAppended: made.store.onAppended, pause });
  const parts: ApiParts = {
    admin: {
      db,
      vault,
      clock,
      newId,
      randomBytes,
      log,
      audit,
      config: () => settings.current.config,
      applyChanges,
    },
    gate: new AdminGate({ sessions, keys, keyUse, clock }),
    vaultAccess: new VaultAccess({
      vault,
      sessions,
      setupCode: new SetupCode(new Secret(CODE), clock),
      keyFile: null,
      onTurned: applyChanges,
      audit,
      log,
    }),
    sessions,
    router,
    settings,
    outbound: fakeOutbound(),
    search: { tavily: () => Promise.resolve({ results: [] }) },
    address: () => ({ host: "127.0.0.1", port: 7798 }),
    feed,
    version: "0.0.0-test",
    ...change,
  };
  const settled = async () => {
    await sessions.drain();
    await keyUse.drain();
  };
  const api = createApi(parts);
  const { token: opened } = await sessions.open({ ip: null, userAgent: null });
  const token = opened.reveal();
  return {
    api,
    parts,
    admin: parts.admin,
    store: made.store,
    clock,
    log,
    token,
    applied: () => applied,
    async call(method, path, body, headers = { authorization: `Bearer ${token}` }) {
      const response = await api.request(path, {
        method,
        headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /^application\/json(?:;|$)/.test(response.headers.get("content-type") ?? "");
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? JSON.parse(text) : text,
      };
    },
    settled,
    async [Symbol.asyncDispose]() {
      await settled();
      await made[Symbol.asyncDispose]();
    },
  };
}
