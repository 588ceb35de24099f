/**
 * Options of the sections `attempts` and `fallbacks`: what happens when a provider fails.
 *
 * @module
 */
import { z } from "zod";
import { describe, integer, section } from "./option.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MAX_FALLBACKS = 20;

/** The section `attempts`. */
export const attempts = section({
  max_attempts: integer(1, 20, 4, {
    about: "Most calls to providers for one request, the first one included; 1 never tries again",
  }),
  same_key_retries: integer(0, 10, 1, {
    about: "How often the only key there is may be tried again at once",
  }),
  longest_wait_ms: integer(0, HOUR_MS, 2000, {
    about: "Longest Retry-After that is waited for; a longer one goes to the caller",
    unit: "ms",
  }),
  first_event_wait_ms: integer(0, HOUR_MS, 5000, {
    about: "How long a stream is watched for an error at its start before it goes on; 0: not",
    unit: "ms",
  }),
  backoff_base_ms: integer(0, HOUR_MS, 100, {
    about: "Upper bound of the first random pause; it doubles with each further one",
    unit: "ms",
  }),
  backoff_max_ms: integer(0, HOUR_MS, 2000, {
    about: "Upper bound of every random pause",
    unit: "ms",
  }),
  retry_budget_percent: integer(0, 1000, 20, {
    about: "Further attempts that recent requests may cost, as a share of them",
    unit: "%",
  }),
  retry_budget_per_second: integer(0, 100_000, 5, {
    about: "Further attempts a second that are allowed whatever the traffic",
  }),
  breaker_failures: integer(1, 1_000_000, 5, {
    about: "Failures in a row after which a key is not asked for that model",
  }),
  breaker_failure_percent: integer(1, 100, 50, {
    about: "Share of failures within the window with the same effect",
    unit: "%",
  }),
  breaker_min_attempts: integer(1, 1_000_000, 10, {
    about: "Attempts within the window below which the share says nothing",
  }),
  breaker_window_ms: integer(1000, HOUR_MS, 30_000, {
    about: "The window",
    unit: "ms",
  }),
  breaker_cooldown_ms: integer(1, DAY_MS, 10_000, {
    about: "Until one request tries whether it works again",
    unit: "ms",
  }),
  rest_unauthorized_ms: integer(0, DAY_MS, 300_000, {
    about: "How long a key rests that is refused (401, 403)",
    unit: "ms",
  }),
  rest_quota_ms: integer(0, DAY_MS, 600_000, {
    about: "How long a key rests whose quota or credit is used up",
    unit: "ms",
  }),
  rest_rate_limited_ms: integer(0, DAY_MS, 1000, {
    about: "How long a key rests that is rate limited, where its provider does not say",
    unit: "ms",
  }),
  binding_rest_ms: integer(0, DAY_MS, 30_000, {
    about: "A longer Retry-After is never cut short, even when no other key is left",
    unit: "ms",
  }),
});

const NAME_RULE = "a model, a pattern with *, or tier: and SIMPLE, MEDIUM, COMPLEX or REASONING";
const MODEL_RULE = "a model with its provider, such as openai/gpt-4o";

/** Which models stand in for which; see {@link NAME_RULE}. */
const table = z.record(
  z.string(),
  z.array(z.string().regex(/^[^/\s]+\/\S+$/, `must be ${MODEL_RULE}`)).max(
    MAX_FALLBACKS,
    `must hold at most ${MAX_FALLBACKS} models`,
  ),
).superRefine((all, check) => {
  for (const name of Object.keys(all)) {
    const isTier = name.startsWith("tier:");
    const isKnown = /^tier:(SIMPLE|MEDIUM|COMPLEX|REASONING)$/.test(name);
    if (name.trim() === "" || (isTier && !isKnown)) {
      check.addIssue({ code: "custom", path: [name], message: `must be under ${NAME_RULE}` });
    }
  }
});

/** The section `fallbacks`. */
export const fallbacks = describe(
  table.default({}),
  "map",
  `a map of names (${NAME_RULE}) to lists, each entry ${MODEL_RULE}`,
  {
    about: "Models that stand in, in order, when no key of a model works: name or pattern to list",
  },
);
