/**
 * Options of the section `providers`: a map of names to entries. Keys never live here.
 *
 * @module
 */
import { z } from "zod";
import { baseUrlFault } from "./addresses.ts";
import { hostOf, isOffLimits } from "./off_limits.ts";
import { describe, section } from "./option.ts";

const DAY_MS = 86_400_000;

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

/** The formats that a provider may be spoken to in. */
export const FORMATS = [
  "auto",
  "openai_chat",
  "openai_responses",
  "anthropic_messages",
  "gemini",
] as const;

const provider = section({
  base_url: describe(
    z.string().superRefine((url, check) => {
      const fault = baseUrlFault(url);
      if (fault !== null) check.addIssue({ code: "custom", message: `must be ${fault}` });
    }).exactOptional(),
    "string",
    "a URL such as https://api.example.com/v1",
    { about: "Where the provider's API is, without the endpoint; built-in ones have their own" },
  ),
  format: describe(
    z.enum(FORMATS).exactOptional(),
    "string",
    `one of ${FORMATS.join(", ")}`,
    {
      about: "Format to speak: auto (what loses least) or one of the four; see docs/operations.md",
    },
  ),
  api_version: describe(
    z.string().regex(/^[A-Za-z0-9._-]{1,32}$/).exactOptional(),
    "string",
    "a version such as 2024-10-21",
    { about: "Azure's api-version, where its base URL does not end in /v1" },
  ),
  allow_link_local: describe(
    z.boolean().exactOptional(),
    "boolean",
    "true or false",
    { about: "Whether base_url may be a link-local or cloud-metadata address" },
  ),
  header_timeout_ms: providerTimeout("Longest wait for the start of an answer"),
  idle_timeout_ms: providerTimeout("Longest silence inside an answer"),
  headers: describe(headers.exactOptional(), "map", "a map of header names to texts", {
    about: "Extra request headers; not for keys, which live in the vault",
    secret: true,
  }),
}).superRefine(({ base_url, allow_link_local }, check) => {
  if (base_url === undefined || allow_link_local === true || !URL.canParse(base_url)) return;
  if (!isOffLimits(hostOf(base_url))) return;
  check.addIssue({
    code: "custom",
    path: ["base_url"],
    message: "must not be a link-local or cloud-metadata address, where a machine's own " +
      "credentials may be read, unless allow_link_local is true",
  });
});

const providerName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** Rule that a provider's name must obey, as text. */
export const PROVIDER_NAME_RULE =
  "a name of at most 64 lower-case letters, digits, dots, dashes and underscores";

/** The section `providers`. */
export const providers = describe(
  z.record(providerName, provider).default({}),
  "map",
  "a map of provider names to entries",
  { about: "Own providers by name, or another base URL for a built-in one" },
);
