/**
 * Every mount under `/api`, in order.
 *
 * @module
 */
import { Hono } from "hono";
import type { AppEnv } from "../env.ts";
import { live } from "../health.ts";

/** The JSON API for administration. */
export function createApi(): Hono<AppEnv> {
  const api = new Hono<AppEnv>();
  api.get("/health", live);
  api.all("/*", (c) => c.json({ detail: "Not Found" }, 404));
  return api;
}
