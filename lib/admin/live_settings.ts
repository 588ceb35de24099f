/**
 * Options that an administrator changes while the gateway runs. They are stored, take effect at
 * once and survive a restart.
 *
 * A flag or an environment variable says what this one process is to do, so it beats an
 * administrator's value, which could then only mislead: such a change is refused. An administrator's
 * value beats the file and the defaults, else it could never change what a file says.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { z } from "zod";
import { IpRules } from "../auth/ip_rules.ts";
import type { AdminValues, LoadedConfig } from "../config/load.ts";
import type { ConfigEntry } from "../config/listing.ts";
import { OPTIONS } from "../config/options.ts";
import type { Config } from "../config/schema.ts";
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import { getSetting, setSetting } from "../store/settings.ts";
import type { Tables } from "../store/tables.ts";
import type { AuditLog } from "./audit.ts";

/** Paths of the options that can be changed. */
const LIVE = [
  "logging.log_prompts",
  "logging.log_responses",
  "logging.redact_secrets",
  "logging.retention_days",
  "logging.max_database_mb",
  "responses.store",
  "responses.retention_days",
  "security.auth_token_ttl_minutes",
  "security.caller_tokens",
  "security.allowed_hosts",
  "security.allowed_origins",
  "security.ip_whitelist.enabled",
  "security.ip_whitelist.mode",
  "security.ip_whitelist.allowed_ips",
];
const SETTING = "live_settings";

/** A change: paths with their new values; null gives an option back to file and default. */
export const liveSettingsChange = z.strictObject(
  Object.fromEntries(
    OPTIONS.filter(({ path }) => LIVE.includes(path)).map(({ path, type, description, unit }) => [
      path,
      z.optional(z.nullable(type)).meta({
        description: unit === "" ? description : `${description}, in ${unit}`,
      }),
    ]),
  ),
);

/** An option as it is in effect. */
export interface LiveSetting extends ConfigEntry {
  /** False: a flag or an environment variable sets it. */
  readonly editable: boolean;
}

export interface LiveSettingsParts {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: Pick<AuditLog, "record">;
  /** Puts a new configuration into effect. */
  readonly takeEffect: () => Promise<void>;
}

/** The configuration in effect: flags, environment and file, and what administrators have set. */
export class LiveSettings {
  #values: AdminValues = new Map();
  #current: LoadedConfig;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private base: LoadedConfig, private readonly parts: LiveSettingsParts) {
    this.#current = base;
  }

  get current(): LoadedConfig {
    return this.#current;
  }

  /** Reads what is stored, at start and when another process changed it. Takes no effect yet. */
  load(): Promise<void> {
    return this.#exclusively(async () => {
      const stored = await this.#stored();
      if (textOf(stored) !== textOf(this.#values)) this.#use(stored);
    });
  }

  /** Takes a file that was read again. Takes no effect yet. */
  rebase(base: LoadedConfig): void {
    this.base = base;
    this.#use(this.#values);
  }

  /** Every option that can be changed, in the order of the example file. */
  list(): LiveSetting[] {
    return this.#current.list().filter(({ path }) => LIVE.includes(path)).map((entry) => ({
      ...entry,
      editable: entry.origin !== "flag" && entry.origin !== "environment",
    }));
  }

  /**
   * Changes options, all or none, and puts them into effect.
   *
   * @param change as {@link liveSettingsChange} takes it
   * @throws FlowError `invalid_request` for what it does not take and when the actor's own address
   * would be shut out, `setting_fixed` for an option that a flag or a variable sets
   */
  change(change: Readonly<Record<string, unknown>>, actor: Actor): Promise<void> {
    return this.#exclusively(async () => {
      assertTaken(change);
      const values = new Map(await this.#stored());
      for (const [path, value] of Object.entries(change)) {
        if (value === null) values.delete(path);
        else if (value !== undefined) values.set(path, value);
      }
      const next = this.base.withAdmin(values);
      for (const [path, value] of Object.entries(change)) {
        if (value !== undefined && value !== null) assertUnfixed(next, path);
      }
      assertStaysIn(next.config, actor);
      const changed = Object.keys(change).filter((path) =>
        JSON.stringify(valueOf(this.#current, path)) !== JSON.stringify(valueOf(next, path)) ||
        this.#current.origin(path) !== next.origin(path)
      );
      if (changed.length === 0) return;
      const { db, clock, audit, takeEffect } = this.parts;
      const before = snapshot(this.#current, changed);
      await db.transaction().execute(async (transaction) => {
        await setSetting(transaction, SETTING, Object.fromEntries(values), clock.now());
        const after = snapshot(next, changed);
        await audit.record({ actor, action: "settings.update", before, after }, transaction);
      });
      this.#values = values;
      this.#current = next;
      await takeEffect();
    });
  }

  /** Values that do not fit, such as those of a later version, are left out and told. */
  #use(values: AdminValues): void {
    try {
      this.#current = this.base.withAdmin(values);
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      this.parts.log.error(
        "Settings that were changed while running do not fit; the file is used",
        {
          problem: error.message,
        },
      );
      this.#current = this.base;
    }
    this.#values = values;
  }

  async #stored(): Promise<AdminValues> {
    const stored = await getSetting(this.parts.db, SETTING);
    const entries = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
    return new Map(entries.filter(([path]) => LIVE.includes(path)));
  }

  /** One at a time: two changes at once must not undo each other. */
  #exclusively<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act, act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

const textOf = (values: AdminValues): string => JSON.stringify([...values].sort());

const entryOf = (loaded: LoadedConfig, path: string): ConfigEntry | undefined =>
  loaded.list().find((entry) => entry.path === path);

const valueOf = (loaded: LoadedConfig, path: string): unknown => entryOf(loaded, path)?.value;

const snapshot = (loaded: LoadedConfig, paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path, valueOf(loaded, path)]));

function assertTaken(change: Readonly<Record<string, unknown>>): void {
  const [issue] = liveSettingsChange.safeParse(change).error?.issues ?? [];
  if (issue === undefined) return;
  const path = issue.path.map(String).join(".");
  throw new FlowError("invalid_request", `Cannot change ${path}: ${issue.message}.`);
}

function assertUnfixed(loaded: LoadedConfig, path: string): void {
  const entry = entryOf(loaded, path);
  if (entry?.origin !== "flag" && entry?.origin !== "environment") return;
  throw new FlowError(
    "setting_fixed",
    `Cannot change ${path}: ${entry.place} sets it. Start the gateway without ${entry.place}.`,
  );
}

/** Nobody saws off the branch that they sit on; on the machine itself nobody can. */
function assertStaysIn({ security: { ip_whitelist }, server }: Config, { ip }: Actor): void {
  if (ip === null || !ip_whitelist.enabled) return;
  const rules = new IpRules({
    mode: ip_whitelist.mode,
    allowedIps: ip_whitelist.allowed_ips,
    trustedProxies: server.trusted_proxies,
  });
  if (rules.allows(ip)) return;
  throw new FlowError(
    "invalid_request",
    `This would shut out your own address, ${ip}. Add it to allowed_ips, or do it on the machine ` +
      "itself.",
  );
}
