/**
 * `GET /metrics` in Prometheus' text format.
 *
 * @module
 */
import type { Handler } from "hono";
import type { AppEnv } from "./env.ts";

/** What a metrics registry can do. */
export interface MetricsSource {
  readonly contentType: string;
  render(): Promise<string>;
}

/** The current values. */
export function metrics(source: MetricsSource): Handler<AppEnv> {
  return async (c) => c.body(await source.render(), 200, { "content-type": source.contentType });
}
