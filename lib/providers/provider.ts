/**
 * What a provider is to us: a small record. Code asks the record, never the provider's name.
 *
 * @module
 */
import type { Quirks } from "../domain/conversation/quirks.ts";
import type { FormatName } from "../domain/request_record.ts";

/** The formats that conversations are held in. */
export const CHAT_FORMATS = [
  "openai_chat",
  "openai_responses",
  "anthropic_messages",
  "gemini",
] as const;

/** A format that conversations are held in. */
export type ChatFormat = typeof CHAT_FORMATS[number];

/** Which format a user wants a provider to be spoken to in; `auto`: whatever loses least. */
export type FormatChoice = "auto" | ChatFormat;

/** A format that some endpoint speaks. */
export type SpokenFormat = Exclude<FormatName, "none">;

/** Where the key goes: `Authorization: Bearer …`, or alone in the header of that name. */
export type AuthStyle = "bearer" | "x-api-key" | "x-goog-api-key" | "api-key";

/** How a provider's stream tells token usage (OpenAI's chat and completions). */
export type StreamUsage =
  /** Only when the request holds `stream_options.include_usage` (OpenAI and most others). */
  | "on_request"
  /** Always, on the last or every chunk; `stream_options` may even be refused. */
  | "always";

/** Where and how one format is spoken. */
export interface Api {
  /**
   * Behind the base URL, query included. `{resource}` is the model as Gemini names it, `models/…`.
   */
  readonly path: string;
  /** For streams, where they have a path of their own. */
  readonly streamPath?: string;
  /** Counts the tokens of a request; null: it has nothing that does. */
  readonly countPath?: string | null;
  /** For an embedding of one text, where that has a path of its own. */
  readonly embedOnePath?: string;
  /** How a base URL may end; one that ends in none of them gets the first. */
  readonly versions?: readonly string[];
  /** What follows the version in the base URL. */
  readonly suffix?: string;
  /** Its own address, where it is not the provider's. */
  readonly baseUrl?: string;
  readonly auth: AuthStyle;
  /** Sent with each request; a header of the caller's that is forwarded goes before. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Request headers of the caller that it understands; lower case. */
  readonly forwardHeaders?: readonly string[];
  readonly quirks?: Quirks;
  /** It loses something that another one keeps: spoken only where a user asks for it. */
  readonly onlyByChoice?: boolean;
}

/** One provider. */
export interface Provider {
  /** The prefix in `provider/model`; lower case. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Other prefixes that mean this provider; lower case. */
  readonly aliases?: readonly string[];
  /** Where the API of its first format lives, without the path; null: the user must say. */
  readonly baseUrl: string | null;
  /** How such a base URL looks, where the user must say. */
  readonly baseUrlExample?: string;
  /**
   * The formats it speaks, best first, each with what differs from `STANDARD_APIS`. Formats that no
   * conversation is held in stand here only to say what differs.
   */
  readonly speaks: Readonly<Partial<Record<SpokenFormat, Partial<Api>>>>;
  /** Where the key goes in whatever format, when not where the format says. */
  readonly auth?: AuthStyle;
  /** URLs are made by Azure's rules (lib/providers/azure_url.ts). */
  readonly urls?: "azure";
  /** Whether a request without a key makes sense (a model server on this machine). */
  readonly keyless?: boolean;
  /** The provider's id in the price data; absent: same as `id`. */
  readonly priceId?: string;
  readonly streamUsage: StreamUsage;
  /** Bare model names that belong to it, tested in the order of the registry. */
  readonly owns?: RegExp;
  /** Body fields that we normally take for ourselves but that this provider understands. */
  readonly keepsFields?: readonly string[];
  /** Request headers of the caller that this provider understands; lower case. */
  readonly forwardHeaders?: readonly string[];
  /** Where a user gets a key. */
  readonly keysUrl?: string;
}

/** A provider as one request uses it. */
export interface Destination {
  readonly provider: Provider;
  /** The provider's own, or what the configuration or the key says instead. */
  readonly baseUrl: string;
  readonly format: FormatChoice;
  /** Azure's `api-version`; null: our default. */
  readonly apiVersion: string | null;
}
