/**
 * What a provider is to us: a small record. Code asks the record, never the provider's name.
 *
 * @module
 */

/** How a provider's stream tells token usage. */
export type StreamUsage =
  /** Only when the request holds `stream_options.include_usage` (OpenAI and most others). */
  | "on_request"
  /** Always, on the last or every chunk; `stream_options` may even be refused. */
  | "always";

/** One provider with an OpenAI-compatible API. */
export interface Provider {
  /** The prefix in `provider/model`; lower case. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Other prefixes that mean this provider; lower case. */
  readonly aliases?: readonly string[];
  /** Where the API lives, up to and without `/chat/completions`; null: the user must say. */
  readonly baseUrl: string | null;
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
  /** How it lists its models, where that is not `GET /models` with a Bearer key. */
  readonly modelList?: ModelListCall;
}

/** The call that lists a provider's models. */
export interface ModelListCall {
  /** Behind the base URL, query included. */
  readonly path: string;
  /** The header that holds the bare key. */
  readonly keyHeader: string;
  /** Further headers. */
  readonly headers: Readonly<Record<string, string>>;
}
