/**
 * What a caller asks of a search provider.
 *
 * @module
 */

/** A search as a caller asks for it. */
export interface SearchRequest {
  readonly headers: Headers;
  readonly clientIp: string | null;
  /** The body's key: a caller token for clients that can put it nowhere else. Never sent on. */
  readonly bodyKey: string | null;
  readonly search: Readonly<Record<string, unknown>>;
}
