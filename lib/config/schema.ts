/**
 * Every option: key, type, limits, default, unit and meaning, in the order of the example file. Some
 * sections are in files of their own beside this one.
 *
 * @module
 */
import { z } from "zod";
import { isAddressOrRange, isHost, isOrigin } from "./addresses.ts";
import { choice, describe, integer, list, section, text, toggle } from "./option.ts";
import { attempts, fallbacks } from "./schema_attempts.ts";
import { providers } from "./schema_providers.ts";
import { smartRouter } from "./schema_smart_router.ts";

/** Upper bound of every time limit. */
const DAY_MS = 86_400_000;
const ADDRESS = "an IP address or a range such as 10.0.0.0/8";

const server = section({
  host: text(
    "127.0.0.1",
    { about: "Address to listen on; 0.0.0.0 or :: for every interface", env: ["FLOWGATE_HOST"] },
    "an IP address or a host name",
    isHost,
  ),
  port: integer(0, 65_535, 7798, {
    about: "Port to listen on; 0 picks a free one",
    env: ["FLOWGATE_PORT"],
  }),
  body_limit_mb: integer(1, 1024, 64, { about: "Largest request body", unit: "MiB" }),
  caller_timeout_ms: integer(0, DAY_MS, 300_000, {
    about: "How long the caller of a stream may read nothing before it counts as gone; 0: for ever",
    unit: "ms",
  }),
  shutdown_timeout_ms: integer(0, DAY_MS, 30_000, {
    about: "How long running streams may go on after a request to stop",
    unit: "ms",
  }),
  trusted_proxies: list([], ADDRESS, isAddressOrRange, {
    about: "Reverse proxies whose X-Forwarded-For is believed",
  }),
});

const skills = section({
  enabled: describe(
    z.literal(false).default(false),
    "boolean",
    "false: skills are not part of this version",
    { about: "Learn from past requests; not part of this version, must be false" },
  ),
  db_path: text("./skills.chroma", { about: "Where skills are kept" }),
});

const database = section({
  path: text(
    "./data.db",
    { about: "SQLite file; relative to the working directory" },
    "a file path",
    (path) => path.trim() !== "",
  ),
  flush_interval_ms: integer(1, 100, 50, {
    about: "How long log rows may wait before they are written; a crash loses at most this",
    unit: "ms",
  }),
});

const logging = section({
  level: choice(["DEBUG", "INFO", "WARNING", "ERROR"], "INFO", {
    about: "Least important messages shown: DEBUG, INFO, WARNING or ERROR",
  }),
  format: choice(["auto", "text", "json"], "auto", {
    about: "text for people, json for one object a line, auto: text on a terminal, else json",
  }),
  log_prompts: toggle(true, { about: "Keep request bodies in the database" }),
  log_responses: toggle(true, { about: "Keep answers in the database" }),
  redact_secrets: toggle(true, { about: "Mask keys, tokens and passwords in what is kept" }),
  retention_days: integer(0, 36_500, 0, {
    about: "Age at which request logs are deleted; 0 keeps them for ever",
    unit: "days",
  }),
  max_database_mb: integer(0, 100_000_000, 0, {
    about: "Size above which the oldest request logs are deleted; 0 is no limit",
    unit: "MiB",
  }),
  retention_interval_minutes: integer(1, 1440, 60, {
    about: "How often age and size are looked at",
    unit: "minutes",
  }),
});

const responses = section({
  store: toggle(true, {
    about: "Keep answers of /v1/responses that callers may refer to, as OpenAI does",
  }),
  retention_days: integer(0, 36_500, 30, {
    about: "Age at which these answers are deleted; 0 keeps them for ever",
    unit: "days",
  }),
});

const security = section({
  vault_enabled: describe(
    z.literal(true).default(true),
    "boolean",
    "true: provider keys are always kept encrypted",
    { about: "Keep provider keys encrypted under a master password; must be true" },
  ),
  auth_token_ttl_minutes: integer(1, 525_600, 60, {
    about: "How long an administrator stays signed in",
    unit: "minutes",
  }),
  master_key_path: text("", {
    about: "Key file (mode 0600) that unlocks the vault at start; empty: none",
  }),
  caller_tokens: choice(["auto", "required", "open"], "auto", {
    about: "Who needs a caller token: auto (all, from the first token on), required or open",
  }),
  allowed_hosts: list([], "a host name or IP address without port", isHost, {
    about: "Host names callers may use beside localhost and server.host",
  }),
  allowed_origins: list([], "an origin such as http://localhost:3000, in lower case", isOrigin, {
    about: "Web origins that may call from a browser",
  }),
  ip_whitelist: section({
    enabled: toggle(true, { about: "Check the caller's IP address" }),
    mode: choice(["local_only", "whitelist", "open"], "local_only", {
      about: "local_only, whitelist (local and allowed_ips) or open",
    }),
    allowed_ips: list(["127.0.0.1", "::1"], ADDRESS, isAddressOrRange, {
      about: "Addresses and ranges for mode whitelist",
    }),
  }).prefault({}),
});

const upstream = section({
  connect_timeout_ms: integer(1, DAY_MS, 10_000, {
    about: "Longest wait for a connection to a provider",
    unit: "ms",
  }),
  header_timeout_ms: integer(1, DAY_MS, 600_000, {
    about: "Longest wait for the start of a provider's answer",
    unit: "ms",
  }),
  idle_timeout_ms: integer(1, DAY_MS, 120_000, {
    about: "Longest silence inside an answer",
    unit: "ms",
  }),
  max_idle_connections: integer(0, 65_536, 256, {
    about: "Unused connections to providers that are kept open",
  }),
});

/** The whole file. */
export const configSchema = z.strictObject({
  server: server.prefault({}),
  smart_router: smartRouter.prefault({}),
  skills: skills.prefault({}),
  database: database.prefault({}),
  logging: logging.prefault({}),
  responses: responses.prefault({}),
  security: security.prefault({}),
  upstream: upstream.prefault({}),
  attempts: attempts.prefault({}),
  fallbacks,
  providers,
});

/** The same type with everything inside read-only. */
export type DeepReadonly<T> = T extends readonly (infer E)[] ? readonly DeepReadonly<E>[]
  : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
  : T;

/** The effective configuration: deeply frozen; its keys are those of the YAML file. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
