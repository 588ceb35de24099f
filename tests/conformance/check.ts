/**
 * What a conformance check is: a sentence about behaviour over HTTP, and what it takes to see it.
 *
 * @module
 */
import type { Simulator } from "../../bench/simulator/simulator.ts";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import type { StoredRow } from "../support/stored_rows.ts";

/** A model of a catalog. */
export interface ListedModel {
  readonly provider: string;
  readonly modelId: string;
  readonly enabled: boolean;
}

/** The server under test, and what its tester knows of it. What is left out is not known. */
export interface Subject {
  readonly url: string;
  /** A caller token: given with every request when it is there. */
  readonly token?: string;
  /** It has never had a caller token. */
  readonly open?: true;
  /** The master password; the smart router is off, and changes of it harm nobody. */
  readonly password?: string;
  /** A caller token that is disabled. */
  readonly disabledToken?: string;
  /** Behind the provider `sim`, and behind the bare names of model families if `families`. */
  readonly simulator?: Simulator;
  readonly families?: true;
  /** The secret that is stored for the provider `sim`. */
  readonly providerKey?: string;
  /** Finds a request's row in the log. */
  readonly row?: (id: string | null) => Promise<StoredRow>;
  /** There is no vault yet; this is the one-time code for making one. */
  readonly setupCode?: string;
  /** Puts models into the catalog in place of those that are there. */
  readonly listModels?: (models: readonly ListedModel[]) => Promise<void>;
  /** A model whose provider's key lies in the locked vault. */
  readonly lockedModel?: string;
  /** Believes our X-Forwarded-For, and admits 203.0.113.0/24 beside this machine. */
  readonly believesUs?: true;
}

/** What a check can need of its subject. */
export type Need = Exclude<keyof Subject, "url">;
type With<N extends Need> = Subject & { readonly [K in N]-?: NonNullable<Subject[K]> };

/** One behaviour. */
export interface Check {
  /** A sentence. */
  readonly name: string;
  readonly needs: readonly Need[];
  /** Rejects when the subject behaves otherwise. */
  readonly run: (subject: Subject) => Promise<void>;
}

/** Checks that share one state of the server, in their order. */
export interface CheckGroup {
  readonly name: string;
  readonly checks: readonly Check[];
}

/** Makes a check; `run` sees a subject that has all that it needs. */
export function check<N extends Need>(
  name: string,
  needs: readonly N[],
  run: (subject: With<N>) => Promise<void>,
): Check {
  return {
    name,
    needs,
    run(subject) {
      if (!has(subject, needs)) return Promise.reject(new Error(`it needs ${needs.join(", ")}`));
      return run(subject);
    },
  };
}

/** Needs of a check that a subject does not meet. */
export function missingFor({ needs }: Check, subject: Subject): Need[] {
  return needs.filter((need) => subject[need] === undefined);
}

function has<N extends Need>(subject: Subject, needs: readonly N[]): subject is With<N> {
  return needs.every((need) => subject[need] !== undefined);
}

export const CHAT = "/v1/chat/completions";

/** A chat body for a model of the provider `sim`. */
export function chatBody(model: string, more: Readonly<Record<string, unknown>> = {}) {
  return { model: `sim/${model}`, messages: [{ role: "user", content: "Hello" }], ...more };
}

/** Sends a body to the subject as its caller; `headers` win. */
export function post(
  { url, token }: Subject,
  path: string,
  body: Readonly<Record<string, unknown>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const type = { "content-type": "application/json" };
  return rawRequest(url + path, { body, headers: { ...type, ...bearer(token), ...headers } });
}

/** Reads from the subject as its caller. */
export function get(
  { url, token }: Subject,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return rawRequest(url + path, { headers: { ...bearer(token), ...headers } });
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
