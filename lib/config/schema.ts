/**
 * Every option: key, type, limits, default, unit and meaning, in the order of the example file.
 *
 * @module
 */
import { z } from "zod";
import { baseUrlFault, isAddressOrRange, isHost, isOrigin } from "./addresses.ts";
import { choice, decimal, describe, integer, list, section, text, toggle } from "./option.ts";

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
  shutdown_timeout_ms: integer(0, DAY_MS, 30_000, {
    about: "How long running streams may go on after a request to stop",
    unit: "ms",
  }),
  trusted_proxies: list([], ADDRESS, isAddressOrRange, {
    about: "Reverse proxies whose X-Forwarded-For is believed",
  }),
});

const tierModel = (model: string, tier: string) =>
  text(model, { about: `Model for ${tier} prompts` }, "a model name", (name) => name !== "");

/** Three rising limits between four tiers. */
const boundaries = (low: number, middle: number, high: number, what: string) =>
  section({
    simple_medium: decimal(0, 1, low, { about: `${what} from which a prompt is MEDIUM` }),
    medium_complex: decimal(0, 1, middle, { about: `${what} from which a prompt is COMPLEX` }),
    complex_reasoning: decimal(0, 1, high, { about: `${what} from which a prompt is REASONING` }),
  }).refine(
    (b) => b.simple_medium <= b.medium_complex && b.medium_complex <= b.complex_reasoning,
    "simple_medium <= medium_complex <= complex_reasoning must hold",
  );

const weight = (fallback: number, what: string) =>
  decimal(0, 1, fallback, { about: `Weight of ${what}` });

const smartRouter = section({
  enabled: describe(
    z.literal(false).default(false),
    "boolean",
    "false: the smart router is not part of this version",
    { about: "Choose the model by the prompt; not part of this version, must be false" },
  ),
  strategy: choice(["off", "complexity", "classifier"], "complexity", {
    about: "How prompts are scored: off, complexity or classifier",
  }),
  tiers: section({
    SIMPLE: tierModel("gpt-4o-mini", "SIMPLE"),
    MEDIUM: tierModel("gpt-4o", "MEDIUM"),
    COMPLEX: tierModel("claude-sonnet", "COMPLEX"),
    REASONING: tierModel("o1-preview", "REASONING"),
  }).prefault({}),
  tier_boundaries: boundaries(0.25, 0.5, 0.75, "Complexity score").prefault({}),
  dimension_weights: section({
    tokenCount: weight(0.15, "the number of words"),
    codePresence: weight(0.2, "code words"),
    reasoningMarkers: weight(0.25, "words that ask for reasoning"),
    technicalTerms: weight(0.15, "technical terms"),
    simpleIndicators: weight(0.15, "words of simple questions, subtracted"),
    multiStepPatterns: weight(0.05, "several steps"),
    questionComplexity: weight(0.05, "several questions"),
  }).prefault({}),
  classifier_type: choice(["bert", "mf", "sw_ranking", "causal_llm"], "bert", {
    about: "Classifier: bert, mf, sw_ranking or causal_llm",
  }),
  classifier_tier_boundaries: boundaries(0.28, 0.4, 0.5, "Classifier score").prefault({}),
  mf_embedding_base_url: text(
    "",
    { about: "Base URL for the embeddings of the mf classifier; empty: by mf_embedding_model" },
    "empty or an http or https URL without user name, password, query and fragment",
    (url) => url === "" || baseUrlFault(url) === null,
  ),
  mf_embedding_api_key: text("", {
    about: "Key for these embeddings; empty: from the vault",
    secret: true,
  }),
  mf_embedding_model: text("", { about: "Embedding model; empty: text-embedding-3-small" }),
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
  format: choice(["text", "json"], "text", {
    about: "text for people, json for one JSON object a line",
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

const security = section({
  vault_enabled: toggle(true, { about: "Keep provider keys encrypted under a master password" }),
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

/** Headers that carry a credential or belong to the connection; a provider entry may not set them. */
const REFUSED_HEADERS =
  /^(authorization|proxy-authorization|cookie|(x-)?api-key|x-goog-api-key|host|connection|content-length|transfer-encoding)$/i;

const headers = z.record(z.string(), z.string().regex(/^[\x20-\x7e]*$/)).superRefine(
  (all, check) => {
    for (const name of Object.keys(all)) {
      if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
        check.addIssue({ code: "custom", path: [name], message: "must be a valid header name" });
      } else if (REFUSED_HEADERS.test(name)) {
        check.addIssue({
          code: "custom",
          path: [name],
          message: "may not be set here: keys live in the vault, see `flow-router add-key`",
        });
      }
    }
  },
);

const providerTimeout = (what: string) =>
  describe(
    z.int().min(1).max(DAY_MS).exactOptional(),
    "integer",
    `an integer from 1 to ${DAY_MS}`,
    { about: `${what} for this provider, instead of the one in upstream`, unit: "ms" },
  );

const provider = section({
  base_url: describe(
    z.string().superRefine((url, check) => {
      const fault = baseUrlFault(url);
      if (fault !== null) check.addIssue({ code: "custom", message: `must be ${fault}` });
    }),
    "string",
    "a URL such as https://api.example.com/v1",
    { about: "Where the provider's OpenAI-compatible API is" },
  ),
  header_timeout_ms: providerTimeout("Longest wait for the start of an answer"),
  idle_timeout_ms: providerTimeout("Longest silence inside an answer"),
  headers: describe(headers.exactOptional(), "map", "a map of header names to texts", {
    about: "Extra request headers; not for keys, which live in the vault",
    secret: true,
  }),
});

const providerName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** Rule that a provider's name must obey, as text. */
export const PROVIDER_NAME_RULE =
  "a name of at most 64 lower-case letters, digits, dots, dashes and underscores";

const providers = describe(
  z.record(providerName, provider).default({}),
  "map",
  "a map of provider names to entries",
  { about: "Own providers by name, or another base URL for a built-in one" },
);

/** The whole file. */
export const configSchema = z.strictObject({
  server: server.prefault({}),
  smart_router: smartRouter.prefault({}),
  skills: skills.prefault({}),
  database: database.prefault({}),
  logging: logging.prefault({}),
  security: security.prefault({}),
  upstream: upstream.prefault({}),
  providers,
});

/** The same type with everything inside read-only. */
export type DeepReadonly<T> = T extends readonly (infer E)[] ? readonly DeepReadonly<E>[]
  : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
  : T;

/** The effective configuration: deeply frozen; its keys are those of the YAML file. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
