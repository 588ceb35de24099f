/**
 * One operation of the admin API, declared once: what mounts it, checks its input, lets in those who
 * may call it and describes it in the OpenAPI document is this one record.
 *
 * @module
 */
import type { Context } from "hono";
import { z } from "zod";
import type { Actor, AdminAccess } from "../../lib/domain/actor.ts";
import type { AppEnv } from "../env.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** `open`: without signing in. `read`: looks only. `full`: changes something. */
export type Access = "open" | AdminAccess;

/** `detail`: `{"detail": …}`. `envelope`: `{"success": false, "error": "…"}`. */
export type ErrorShape = "detail" | "envelope";

/** Views are read-only, schemas infer mutable types; JSON does not mind. */
type Plain<T> = T extends readonly (infer E)[] ? readonly Plain<E>[]
  : T extends object ? { readonly [K in keyof T]: Plain<T[K]> }
  : T;

/** What an operation answers when all went well; its handler returns a `T`. */
export interface Answer<T> {
  /** Every content type that the body may have, with its schema where it is JSON; none: no body. */
  readonly content: Readonly<Record<string, z.ZodType | null>>;
  readonly status: 200 | 201 | 204;
  readonly about: string;
  /** Never there: it carries the type. */
  readonly returns?: T;
}

/** A JSON body. */
export const json = <S extends z.ZodType>(
  schema: S,
  status: 200 | 201 = 200,
): Answer<Plain<z.input<S>>> => ({
  content: { "application/json": schema },
  status,
  about: status === 201 ? "Created" : "Done",
});

/** `{"success": true, "data": …}` */
export const success = <S extends z.ZodType>(data: S) =>
  json(z.strictObject({ success: z.literal(true), data }));

/** Status 204, no body. */
export const empty: Answer<void> = { content: {}, status: 204, about: "Done; there is no body" };

/** The handler makes the response itself: streams and downloads. */
export const raw = (contentTypes: readonly string[], about: string): Answer<Response> => ({
  content: Object.fromEntries(contentTypes.map((type) => [type, null])),
  status: 200,
  about,
});

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
/** What a handler is given. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Actor;
  /** For answer headers and streams only: input is in the members above. */
  readonly c: Context<AppEnv>;
}

/** An operation as it is declared. Schemas of input are `z.strictObject`: unknown names are refused. */
export interface OperationSpec<
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  T,
> {
  readonly method: Method;
  /** Below `/api`, as OpenAPI writes it: `/keys/{id}`. */
  readonly path: string;
  /** The group in the reference. */
  readonly noun: string;
  /** A few words, imperative. */
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** An object with one text member for each `{name}` in the path. */
  readonly params?: P;
  /** Values are text: see `query_values.ts` for numbers, switches and times. */
  readonly query?: Q;
  /** A JSON object. */
  readonly body?: B;
  /** A request without a body counts as one with `{}`. */
  readonly isBodyOptional?: true;
  /** Largest body, bytes; 64 KiB when absent. */
  readonly maxBodyBytes?: number;
  readonly answer: Answer<T>;
  readonly errorShape?: ErrorShape;
  /** Statuses of this operation's own refusals, with their reasons. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/** An operation, ready to be mounted; its types have done their work. */
export interface Operation extends OperationSpec<Schema, Schema, Schema, unknown> {
  handle(call: Call<unknown, unknown, unknown>): unknown;
}

type Handle<P extends Schema, Q extends Schema, B extends Schema, T> = (
  call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>,
) => T | Promise<T>;

/**
 * Declares an operation: `operation({ … })(handle)`. Two steps, so that the description alone says
 * what the handler is given and must return.
 */
export function operation<
  T,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(spec: OperationSpec<P, Q, B, T>): (handle: Handle<P, Q, B, T>) => Operation {
  return (handle) => ({ ...spec, handle });
}
