/**
 * Responses that callers come back to by id (`previous_response_id`), for providers that keep none.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Clock, Log, NewId } from "../domain/ports.ts";
import { type Call, type Endpoint, readCall } from "../formats/call.ts";
import { isObject, parseJson, textAt } from "../formats/json/guards.ts";
import {
  inputItems,
  storedResponseItems,
  withHistory,
} from "../formats/openai_responses/history.ts";
import { sseEvents } from "../formats/sse/events.ts";
import type { StoredResponse } from "../store/stored_responses.ts";
import type { Draft } from "./draft.ts";

/** Where responses are kept. */
export interface ResponseStore {
  /** Null when there is none, it is another caller's or it has expired. */
  get(id: string, callerTokenId: string | null, nowMs: number): Promise<StoredResponse | null>;
  insert(response: StoredResponse): Promise<void>;
  /** False when there was none. */
  delete(id: string, callerTokenId: string | null, nowMs: number): Promise<boolean>;
}

/** Switches, from the configuration. */
export interface ResponseSettings {
  readonly store: boolean;
  /** 0 keeps them for ever. */
  readonly retentionDays: number;
}

export interface ResponseHistoryParts {
  readonly store: ResponseStore;
  readonly settings: () => ResponseSettings;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
/** Turns of one conversation that are looked up; more would not fit any model either. */
const MAX_TURNS = 500;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Keeps responses and goes on from them. */
export class ResponseHistory {
  /** Answers on their way into the store: the caller may come back faster than they are written. */
  readonly #pending = new Map<string, Promise<void>>();

  constructor(private readonly parts: ResponseHistoryParts) {}

  /**
   * The call with the turns that it goes on from written out. A call whose `previous_response_id` is
   * not known here is left as it is: the provider may know it.
   */
  async expand(call: Call, endpoint: Endpoint, callerId: string | null): Promise<Call> {
    if (call.refersTo === null) return call;
    const turns = await this.#chain(call.refersTo, callerId);
    if (turns.length === 0) return call;
    const body = bodyOf(call.bytes);
    const earlier = turns.flatMap((turn) => [
      ...listOf(turn.inputItemsJson),
      ...storedResponseItems(objectOf(turn.responseJson)),
    ]);
    const expanded = withHistory(body, earlier);
    const whole = readCall(encoder.encode(JSON.stringify(expanded)), endpoint);
    return { ...whole, goesOnFrom: call.refersTo };
  }

  /** Keeps the answer to this call once it is complete, unless the caller wants it not kept. */
  keep(draft: Draft, original: Call): void {
    const body = bodyOf(original.bytes);
    if (body.store === false || !this.parts.settings().store) return;
    draft.onAnswered = (text) => {
      const response = draft.call?.stream === true ? finalResponse(text) : parseJson(text);
      const id = textAt(response, "id");
      if (!isObject(response) || id === null) return;
      const written = this.#insert(draft, body, id, response);
      this.#pending.set(id, written.finally(() => this.#pending.delete(id)));
    };
  }

  /** One kept response of a caller. Throws `not_found`. */
  async get(id: string, callerId: string | null): Promise<StoredResponse> {
    const found = await this.#find(id, callerId);
    if (found === null) throw unknownResponse(id);
    return found;
  }

  /** What a kept response was asked with. Throws `not_found`. */
  async inputItems(id: string, callerId: string | null): Promise<readonly JsonObject[]> {
    return listOf((await this.get(id, callerId)).inputItemsJson);
  }

  /** Forgets one. Throws `not_found`. */
  async delete(id: string, callerId: string | null): Promise<void> {
    await this.#pending.get(id);
    const gone = await this.parts.store.delete(id, callerId, this.parts.clock.now());
    if (!gone) throw unknownResponse(id);
  }

  /** Resolves once everything that was to be kept is written. */
  async drain(): Promise<void> {
    await Promise.all(this.#pending.values());
  }

  async #find(id: string, callerId: string | null): Promise<StoredResponse | null> {
    await this.#pending.get(id);
    return await this.parts.store.get(id, callerId, this.parts.clock.now());
  }

  /** Oldest first. Empty when the first is not here. */
  async #chain(id: string, callerId: string | null): Promise<StoredResponse[]> {
    const turns: StoredResponse[] = [];
    for (let next: string | null = id; next !== null && turns.length < MAX_TURNS;) {
      const turn: StoredResponse | null = await this.#find(next, callerId);
      if (turn === null) {
        if (turns.length === 0) return [];
        throw new FlowError(
          "invalid_request",
          `The response '${id}' goes on from '${next}', which is not kept any more. Send the whole ` +
            "conversation as 'input'.",
          { param: "previous_response_id" },
        );
      }
      turns.unshift(turn);
      next = turn.previousResponseId;
    }
    return turns;
  }

  async #insert(
    draft: Draft,
    body: JsonObject,
    id: string,
    response: JsonObject,
  ): Promise<void> {
    const { store, settings, clock, log } = this.parts;
    const nowMs = clock.now();
    const { retentionDays } = settings();
    const { user: _user, ...kept } = body;
    try {
      await store.insert({
        id,
        createdAtMs: nowMs,
        expiresAtMs: retentionDays === 0 ? null : nowMs + retentionDays * DAY_MS,
        callerTokenId: draft.caller?.id ?? null,
        provider: draft.attempted?.provider ?? "",
        model: draft.attempted?.upstreamModel ?? "",
        previousResponseId: textAt(body, "previous_response_id"),
        requestJson: JSON.stringify(kept),
        inputItemsJson: JSON.stringify(inputItems(body, this.parts.newId)),
        responseJson: JSON.stringify(response),
      });
    } catch (error) {
      log.error("A response could not be kept: callers cannot go on from it by its id", {
        requestId: draft.id,
        problem: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

/** The response object that ends a stream; undefined when it did not end with one. */
function finalResponse(frames: string): unknown {
  let last: unknown;
  for (const { data } of sseEvents(frames)) {
    const event = parseJson(data);
    if (isObject(event) && isObject(event.response)) last = event.response;
  }
  return last;
}

function bodyOf(bytes: Uint8Array): JsonObject {
  return objectOf(decoder.decode(bytes));
}

function objectOf(json: string): JsonObject {
  const parsed = parseJson(json);
  return isObject(parsed) ? parsed : {};
}

function listOf(json: string): JsonObject[] {
  const parsed = parseJson(json);
  return Array.isArray(parsed) ? parsed.filter(isObject) : [];
}

function unknownResponse(id: string): FlowError {
  return new FlowError("not_found", `There is no response '${id}' here.`, { param: "response_id" });
}
