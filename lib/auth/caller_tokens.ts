/**
 * Caller tokens: how they are made, and the check that every request passes.
 *
 * @module
 */
import { hash, timingSafeEqual } from "node:crypto";
import { FlowError } from "../domain/errors.ts";
import { type ModelScope, OPEN_SCOPE } from "../domain/model_scope.ts";
import type { RandomBytes } from "../domain/ports.ts";
import { Secret } from "../domain/secret.ts";
import { CALLER_TOKEN_PREFIX } from "./presented_token.ts";
import { isTokenRequired, type TokenPolicy } from "./token_policy.ts";

const RANDOM_LENGTH = 32;
const SHOWN_LENGTH = 12;
/** Nothing longer is a token; it is not worth hashing. */
const LONGEST_PRESENTED = 256;

/** The settings key under which the store remembers that a caller token has existed: `true`. */
export const TOKENS_EXISTED_SETTING = "caller_tokens_existed";

/** A new token. */
export interface MintedToken {
  /** `fgt_` and 43 characters of base64url; shown once, never stored. */
  readonly token: Secret;
  /** Its first 12 characters, for display. */
  readonly prefix: string;
  /** SHA-256 of the token, 32 bytes. */
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** A stored token as the check needs it. */
export interface CallerToken {
  readonly id: string;
  readonly name: string;
  readonly hash: Uint8Array;
  readonly enabled: boolean;
  /** Ms since 1970 UTC; null: never. */
  readonly expiresAtMs: number | null;
  /** What it may ask for; absent: everything. */
  readonly scope?: ModelScope;
  /** Written to the rows of its requests. */
  readonly tags?: Readonly<Record<string, string>> | null;
  /** False: bodies of its requests are not kept. */
  readonly logBodies?: boolean;
}

/** Everything the check knows, replaced as a whole. */
export interface CallerTokenState {
  readonly tokens: readonly CallerToken[];
  /** From {@link TOKENS_EXISTED_SETTING}; a token in `tokens` counts as well. */
  readonly everExisted: boolean;
  readonly policy: TokenPolicy;
}

/** SHA-256. A slow hash would add nothing: tokens hold 256 random bits. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(hash("sha256", token));
}

/** Makes a token of 256 random bits. */
export function mintToken(randomBytes: RandomBytes): MintedToken {
  const random = randomBytes(RANDOM_LENGTH);
  const token = CALLER_TOKEN_PREFIX +
    random.toBase64({ alphabet: "base64url", omitPadding: true });
  return {
    token: new Secret(token),
    prefix: token.slice(0, SHOWN_LENGTH),
    hash: hashToken(token),
  };
}

/** Admits callers. Synchronous, a few microseconds; nothing is read from the database. */
export class CallerTokenRegister {
  #policy: TokenPolicy = "required";
  #everExisted = false;
  /** By the first four bytes of the hash. */
  #buckets: ReadonlyMap<number, readonly CallerToken[]> = new Map();
  /**
   * Tokens that were presented and found right, by their shown part: comparing costs a hundredth of
   * hashing. They stay in memory only, as the requests that carry them do.
   */
  readonly #proven = new Map<string, { readonly presented: string; readonly token: CallerToken }>();

  /** Puts a new state in place of the old one. Until the first call everybody is refused. */
  replace({ tokens, everExisted, policy }: CallerTokenState): void {
    this.#proven.clear();
    this.#buckets = Map.groupBy(tokens, (token) => bucketOf(token.hash));
    this.#everExisted = everExisted || tokens.length > 0;
    this.#policy = policy;
  }

  /** Whether requests need a token now. */
  get required(): boolean {
    return isTokenRequired(this.#policy, this.#everExisted);
  }

  /** Whether the operator chose that nobody needs one. */
  get isOpen(): boolean {
    return this.#policy === "open";
  }

  /**
   * The token that `presented` is; null when it is none and none is required. Throws
   * `invalid_api_key` when one is required and `presented` is missing, unknown, disabled or expired.
   */
  admit(presented: string | null, nowMs: number): CallerToken | null {
    const token = presented === null ? null : this.#find(presented);
    if (token !== null && token.enabled && !isExpired(token, nowMs)) return token;
    if (!this.required) return null;
    throw new FlowError("invalid_api_key", refusal(presented, token), {
      headers: { "www-authenticate": "Bearer" },
    });
  }

  /** What the holder of a token may ask for; everything, where there is no such token. */
  scopeOf(presented: string | null): ModelScope {
    return (presented === null ? null : this.#find(presented))?.scope ?? OPEN_SCOPE;
  }

  #find(presented: string): CallerToken | null {
    if (presented.length > LONGEST_PRESENTED) return null;
    const shown = presented.slice(0, SHOWN_LENGTH);
    const proven = this.#proven.get(shown);
    if (proven !== undefined && isSameText(proven.presented, presented)) return proven.token;
    const digest = hashToken(presented);
    for (const token of this.#buckets.get(bucketOf(digest)) ?? []) {
      if (token.hash.length === digest.length && timingSafeEqual(token.hash, digest)) {
        this.#proven.set(shown, { presented, token });
        return token;
      }
    }
    return null;
  }
}

/** Takes equally long wherever two texts of one length differ. */
function isSameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function bucketOf(digest: Uint8Array): number {
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

const isExpired = (token: CallerToken, nowMs: number): boolean =>
  token.expiresAtMs !== null && token.expiresAtMs <= nowMs;

/** Says what to do. Details of a token are told only to who holds it. */
function refusal(presented: string | null, token: CallerToken | null): string {
  if (presented === null) {
    return "This gateway needs a caller token. Send one as 'Authorization: Bearer fgt_…' (an " +
      "OpenAI client's API key); make one with: flow-router tokens create NAME";
  }
  if (token === null) {
    return "The API key is not a caller token of this gateway. Send one as 'Authorization: Bearer " +
      "fgt_…'; make one with: flow-router tokens create NAME";
  }
  if (!token.enabled) return `The caller token '${token.name}' is disabled.`;
  return `The caller token '${token.name}' expired at ` +
    `${new Date(token.expiresAtMs ?? 0).toISOString()}. Make a new one with: flow-router tokens ` +
    "create NAME";
}
