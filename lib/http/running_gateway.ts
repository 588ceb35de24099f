/**
 * A gateway that runs on this machine or elsewhere, called over its HTTP API.
 *
 * @module
 */
import type { Secret } from "../domain/secret.ts";
import type { CallJson } from "./json_call.ts";

/** What a gateway says of its vault. */
export type VaultAnswer = "uninitialized" | "locked" | "unlocked";

/** How an attempt to unlock ended. */
export type UnlockAnswer =
  | { readonly kind: "unlocked" }
  | { readonly kind: "wrong_password" }
  | { readonly kind: "no_vault" }
  /** Too many wrong ones; the gateway's own word for when to try again, seconds. */
  | { readonly kind: "too_many_attempts"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "refused"; readonly status: number };

/** One gateway, by its address without a path. */
export class RunningGateway {
  constructor(readonly url: string, private readonly call: CallJson) {}

  /**
   * The state of its vault; null when something answers there that is no gateway of ours. Rejects
   * like {@link CallJson}, with `upstream_unreachable` when nothing listens.
   */
  async vault(): Promise<VaultAnswer | null> {
    const { status, json } = await this.#send("GET", "/api/auth/status");
    if (status !== 200 || typeof json !== "object" || json === null) return null;
    if (!("vault_initialized" in json) || !("vault_unlocked" in json)) return null;
    if (json.vault_unlocked === true) return "unlocked";
    return json.vault_initialized === true ? "locked" : "uninitialized";
  }

  /** Unlocks its vault. */
  async unlock(password: Secret): Promise<UnlockAnswer> {
    const { status, headers } = await this.#send("POST", "/api/auth/verify", {
      password: password.reveal(),
    });
    switch (status) {
      case 200:
        return { kind: "unlocked" };
      case 403:
        return { kind: "wrong_password" };
      case 404:
        return { kind: "no_vault" };
      case 429: {
        const seconds = Number(headers.get("retry-after") ?? NaN);
        return {
          kind: "too_many_attempts",
          retryAfterSeconds: Number.isFinite(seconds) ? seconds : null,
        };
      }
      default:
        return { kind: "refused", status };
    }
  }

  #send(method: "GET" | "POST", path: string, body?: unknown) {
    return this.call({
      target: `the gateway at ${this.url}`,
      method,
      url: new URL(path, this.url),
      headers: [],
      ...(body === undefined ? {} : { body }),
    });
  }
}
