/**
 * `GET /metrics` in Prometheus' text format.
 *
 * @module
 */
import type { Handler } from "hono";
import type { AppEnv } from "./env.ts";

/** What a metrics registry can do. */
export interface MetricsSource {
  render(): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** The current values. */
export function metrics(source: MetricsSource): Handler<AppEnv> {
  return async (c) => {
    const { text, contentType } = await source.render();
    return c.body(text, 200, { "content-type": contentType });
  };
}
