/**
 * The running gateway: wires every part, serves, and stops in the right order.
 *
 * @module
 */
import { createApi } from "../../routes/api/api.ts";
import { createApp } from "../../routes/app.ts";
import type { Readiness } from "../../routes/health.ts";
import { shortWay } from "../../routes/short_way.ts";
import { CallerTokenRegister } from "../auth/caller_tokens.ts";
import { presentedToken } from "../auth/presented_token.ts";
import { mintSetupCode } from "../auth/setup_code.ts";
import {
  DISABLE_VARIABLE,
  effectivePolicy,
  ENFORCE_VARIABLE,
  type TokenPolicy,
} from "../auth/token_policy.ts";
import type { LiveSettings } from "../admin/live_settings.ts";
import type { LoadedConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { FlowError } from "../domain/errors.ts";
import type { Log } from "../domain/ports.ts";
import type { Secret } from "../domain/secret.ts";
import { attemptSettings } from "../gateway/attempt_settings.ts";
import type { Directory } from "../gateway/directory.ts";
import { ResponseHistory } from "../gateway/response_history.ts";
import { Gateway } from "../gateway/gateway.ts";
import { RouterConfig } from "../admin/router_config.ts";
import { fileOptions } from "../admin/router_options.ts";
import { KeyHealth } from "../gateway/key_health.ts";
import type { AttemptSettings, GatewayParts } from "../gateway/parts.ts";
import { pause } from "../gateway/pause.ts";
import { Sender } from "../http/send.ts";
import { Scheduler } from "../jobs/scheduler.ts";
import { acquireServerLock, type ServerLock } from "../store/server_lock.ts";
import { classifierFor } from "../router/classifiers.ts";
import { openStore, type Store } from "../store/store.ts";
import { responseStore } from "../store/stored_responses.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { PriceBook } from "../usage/prices.ts";
import { Recorder } from "../usage/recorder.ts";
import { Vault } from "../vault/vault.ts";
import { vaultRecords } from "../store/vault_records.ts";
import { backgroundJobs } from "./background_jobs.ts";
import { gatewaySettings, logPolicy } from "./process_settings.ts";
import { type AdminWiring, chosenSetupCode, liveSettings, wireAdmin } from "./admin_parts.ts";
import type { CliWorld } from "./context.ts";
import { DirectorySource } from "./directory_source.ts";
import { AccessEdge } from "./access_edge.ts";
import { wireOutbound } from "./outbound_wiring.ts";
import { newId, systemClock, systemRandom } from "./world.ts";

/** How long the last log rows may take to be written when the process ends, ms. */
const DRAIN_MS = 10_000;

/** What `start` needs to know of a gateway that runs. */
export interface GatewayState {
  readonly vault: Directory["vault"];
  readonly tokensRequired: boolean;
  readonly providersWithKeys: readonly string[];
  /** To be shown while there is no vault; null when the user chose it. */
  readonly setupCode: Secret | null;
}

/** One gateway. `open` → `unlock…` → `serve` → `stop`. */
export class GatewayProcess {
  readonly vault: Vault;
  readonly #edge: AccessEdge;
  readonly #setupCode: Secret;
  readonly #admin: AdminWiring;
  readonly #tokens = new CallerTokenRegister();
  readonly #recorder: Recorder;
  readonly #sender: Sender;
  readonly #gateway: Gateway;
  readonly #history: ResponseHistory;
  readonly #directory: DirectorySource;
  readonly #jobs: Scheduler;
  readonly #metrics: Metrics;
  readonly #keyHealth: KeyHealth;
  readonly #router: RouterConfig;
  #attempts: AttemptSettings;
  readonly #settings: LiveSettings;
  #inEffect: Config | null = null;
  #server: Deno.HttpServer<Deno.NetAddr> | null = null;

  /** Locks the database, opens it (migrating it) and reads what the request path needs. */
  static async open(loaded: LoadedConfig, world: CliWorld, log: Log): Promise<GatewayProcess> {
    const { database } = loaded.config;
    const lock = acquireServerLock(database.path, Deno.pid);
    try {
      const store = await openStore({
        path: database.path,
        spawnWorker: world.spawnWorker,
        clock: systemClock,
        logging: logPolicy(loaded.config),
        onError: (error) => log.error(error.message),
      });
      try {
        const process = new GatewayProcess(loaded, world, log, lock, store);
        await process.#settings.load();
        await process.#admin.load();
        await process.#takeEffect();
        return process;
      } catch (error) {
        await store.close();
        throw error;
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private constructor(
    loaded: LoadedConfig,
    private readonly world: CliWorld,
    private readonly log: Log,
    private readonly lock: ServerLock,
    private readonly store: Store,
  ) {
    this.#settings = liveSettings(loaded, store, log, () => this.#takeEffect());
    const config = () => this.#settings.current.config;
    const { database, upstream } = config();
    this.vault = new Vault({
      records: vaultRecords(store.db),
      clock: systemClock,
      randomBytes: systemRandom,
    });
    this.#recorder = new Recorder({
      sink: store,
      log,
      flushIntervalMs: database.flush_interval_ms,
    });
    this.#directory = new DirectorySource({
      store,
      vault: this.vault,
      tokens: this.#tokens,
      log,
      config,
      tokenPolicy: () => this.#tokenPolicy(),
      onReplaced: () => this.#sender.forget(),
    });
    this.#sender = new Sender({
      clock: systemClock,
      fetchOptions: {
        client: Deno.createHttpClient({ poolMaxIdlePerHost: upstream.max_idle_connections }),
      },
      tryConnect: connectOnce,
    });
    this.#metrics = new Metrics({
      build: world.build,
      recorder: () => ({
        pendingRows: this.#recorder.pending.rows,
        pendingBytes: this.#recorder.pending.bytes,
        droppedRows: this.#recorder.health.dropped,
        droppedBodies: this.#recorder.health.shed,
      }),
      vaultUnlocked: () => this.vault.state === "unlocked",
      troubledKeys: () => this.#keyHealth.list(),
    });
    this.#attempts = attemptSettings(config().attempts, config().fallbacks);
    this.#keyHealth = new KeyHealth({
      policy: () => this.#attempts.policy,
      clock: systemClock,
      log,
    });
    this.#history = new ResponseHistory({
      store: responseStore(store.db),
      settings: () => ({
        store: config().responses.store,
        retentionDays: config().responses.retention_days,
      }),
      clock: systemClock,
      newId,
      log,
    });
    this.#router = new RouterConfig({
      db: store.db,
      clock: systemClock,
      log,
      fromFile: () => fileOptions(config()),
      // The score by seven dimensions stands in for classifiers that this program does not have.
      classifierFor,
    });
    const gateway: GatewayParts = {
      clock: systemClock,
      newId,
      log,
      sender: this.#sender,
      prices: new PriceBook(),
      recorder: this.#recorder,
      metrics: this.#metrics,
      directory: () => this.#directory.current,
      history: this.#history,
      settings: () => gatewaySettings(config()),
      attempts: () => this.#attempts,
      router: () => this.#router.current,
      keyHealth: this.#keyHealth,
      random: Math.random,
      pause,
      admit: (presented) => this.#tokens.admit(presented, systemClock.now()),
    };
    this.#gateway = new Gateway(gateway);
    this.#edge = new AccessEdge(config());
    this.#setupCode = chosenSetupCode(world) ?? mintSetupCode(systemRandom);
    this.#admin = wireAdmin({
      store,
      vault: this.vault,
      setupCode: this.#setupCode,
      log,
      version: world.build.version,
      config,
      settings: this.#settings,
      address: () => {
        const { host, port } = config().server;
        const { hostname = host, port: bound = port } = this.#server?.addr ?? {};
        return { host: hostname, port: bound };
      },
      router: this.#router,
      outbound: wireOutbound(gateway, { store, vault: this.vault, tokens: this.#tokens }),
      reload: () => this.#readAnew(),
    });
    this.#jobs = new Scheduler(log);
  }

  /** Listens and answers. Rejects with Deno's `AddrInUse` when somebody else listens there. */
  serve(): Deno.NetAddr {
    const { server } = this.#settings.current.config;
    const app = createApp({
      gateway: this.#gateway,
      directory: () => this.#directory.current,
      aliases: () => this.#router.aliases,
      scopeOf: (headers) => this.#tokens.scopeOf(presentedToken(headers)),
      history: this.#history,
      caller: (headers) =>
        this.#tokens.admit(presentedToken(headers), systemClock.now())?.id ?? null,
      readiness: () => this.#readiness(),
      metrics: this.#metrics,
      access: this.#edge.middleware,
      api: createApi(this.#admin.parts),
      log: this.log,
      newId,
      version: this.world.build.version,
    });
    const short = shortWay(this.#gateway, this.#edge.passesPlainly);
    this.#server = Deno.serve(
      { hostname: server.host, port: server.port, onListen() {} },
      (request, info) => short(request, info) ?? app.fetch(request, info),
    );
    const { addr } = this.#server;
    this.lock.announce(baseUrl(addr));
    this.store.onForeignChange(() => void this.#reload());
    const config = () => this.#settings.current.config;
    for (const job of backgroundJobs({ store: this.store, config, log: this.log })) {
      this.#jobs.start(job);
    }
    return addr;
  }

  get state(): GatewayState {
    const { current } = this.#directory;
    return {
      vault: this.vault.state,
      tokensRequired: this.#tokens.required,
      providersWithKeys: [...current.providers.values()]
        .filter((entry) => entry.keys.length + entry.sealedKeys > 0)
        .map((entry) => entry.provider.id),
      setupCode: this.vault.state === "uninitialized" && chosenSetupCode(this.world) === null
        ? this.#setupCode
        : null,
    };
  }

  /** Unlocking happened outside of a request: the keys can be opened now. */
  unlocked(): Promise<void> {
    return this.#directory.reload();
  }

  /** Puts a newly read configuration into effect, as far as that can be done while running. */
  async reconfigure(loaded: LoadedConfig): Promise<void> {
    this.#settings.rebase(loaded);
    await this.#takeEffect();
  }

  /** Lets running streams finish up to the deadline, then writes the last rows and closes. */
  async stop(): Promise<void> {
    const { shutdown_timeout_ms: patienceMs } = this.#settings.current.config.server;
    await this.#jobs.stop();
    this.#admin.parts.feed.close();
    const deadline = setTimeout(() => {
      this.#gateway.abortAll(new FlowError("shutting_down", "The gateway is shutting down."));
    }, patienceMs);
    await this.#server?.shutdown();
    clearTimeout(deadline);
    this.#sender.close();
    try {
      await this.#admin.drain();
      await this.#history.drain();
      await this.#recorder.drain(AbortSignal.timeout(DRAIN_MS));
    } finally {
      await this.store.close();
      this.lock.release();
    }
  }

  /** Brings everything that holds a copy of the configuration up to it. */
  async #takeEffect(): Promise<void> {
    const { config } = this.#settings.current;
    if (config !== this.#inEffect) {
      this.#inEffect = config;
      this.#edge.reconfigure(config);
      this.#attempts = attemptSettings(config.attempts, config.fallbacks);
      await this.store.setLogPolicy(logPolicy(config));
    }
    await this.#readAnew();
  }

  /** What requests are answered by: keys, tokens, models, the router's configuration. */
  async #readAnew(): Promise<void> {
    await this.#directory.reload();
    await this.#router.load();
  }

  async #reload(): Promise<void> {
    try {
      await this.#settings.load();
      await this.#admin.load();
      await this.#takeEffect();
    } catch (error) {
      this.log.error(
        "Changes of keys, tokens and settings could not be read; the old ones stay in use",
        {
          problem: error instanceof Error ? error.message : String(error),
        },
      );
    }
  }

  async #readiness(): Promise<Readiness> {
    const database = await this.store.check();
    const recorder = this.#recorder.health;
    const ok = database.ok && recorder.ok;
    return {
      ready: ok && this.vault.state !== "locked",
      database: { ok, problem: database.problem ?? recorder.problem },
      vault: this.vault.state,
    };
  }

  #tokenPolicy(): TokenPolicy {
    return effectivePolicy(this.#settings.current.config.security.caller_tokens, {
      enforce: this.world.env(ENFORCE_VARIABLE),
      disable: this.world.env(DISABLE_VARIABLE),
    });
  }
}

/** `http://host:port`, with a host that a client on this machine can use. */
export function baseUrl({ hostname, port }: Deno.NetAddr): string {
  const host = hostname === "0.0.0.0" || hostname === "::" ? "127.0.0.1" : hostname;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function connectOnce(hostname: string, port: number, signal: AbortSignal): Promise<void> {
  const connection = await Deno.connect({ hostname, port, signal });
  connection.close();
}
