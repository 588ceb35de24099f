/**
 * JSON as data.
 *
 * @module
 */

/** A parsed JSON object; its members are not trusted. */
export type JsonObject = Readonly<Record<string, unknown>>;
