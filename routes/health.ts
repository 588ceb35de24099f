/**
 * `GET /health`: the process is alive. `GET /health/ready`: it can do its work.
 *
 * @module
 */
import type { Handler } from "hono";
import type { AppEnv } from "./env.ts";

/** What readiness depends on; a reason for everything that is not as it should be. */
export interface Readiness {
  readonly ready: boolean;
  readonly database: { readonly ok: boolean; readonly problem: string | null };
  readonly vault: "uninitialized" | "locked" | "unlocked";
}

/** Always 200 while the process answers at all. */
export const live: Handler<AppEnv> = (c) => c.json({ status: "ok" });

/** 200 when ready, else 503; the body says why either way. */
export function ready(readiness: () => Promise<Readiness>): Handler<AppEnv> {
  return async (c) => {
    const state = await readiness();
    return c.json(
      { status: state.ready ? "ready" : "not_ready", ...state },
      state.ready ? 200 : 503,
    );
  };
}
