/**
 * Lets the router choose the model of a request, where it is to choose.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type ModelScope, OPEN_SCOPE } from "../domain/model_scope.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Decision } from "../domain/routing.ts";
import type { Call } from "../formats/call.ts";
import { isObject, parseJson } from "../formats/json/guards.ts";
import { type Classified, type Classifier, classify } from "../router/classifier.ts";
import { type Case, decide, type Decided, undecided } from "../router/decide.ts";
import { type PromptSize, whyUnfit } from "../router/fit.ts";
import type { Prompt } from "../router/prompt.ts";
import { isConversation, readPrompt } from "../router/read_prompt.ts";
import { readRouteHeader, ROUTE_HEADER, type RouteWish, routeWish } from "../router/route_wish.ts";
import { scoredText } from "../router/scored_text.ts";
import { SessionTiers } from "../router/session_tiers.ts";
import type { RouterSettings } from "../router/settings.ts";
import { ContextWindows } from "../usage/context_windows.ts";
import { estimatePromptTokens } from "../usage/estimate_tokens.ts";
import { admitModel } from "./admit_model.ts";
import { assertSetUp } from "./choose_key.ts";
import type { Directory } from "./directory.ts";
import type { Draft } from "./draft.ts";
import { knownFacts } from "./known_facts.ts";

/** One whole state of the router; another one takes its place. */
export interface RouterState {
  readonly settings: RouterSettings;
  /** Null: there is none, and the complexity score stands in. */
  readonly classifier: Classifier | null;
}

/** What routing needs. */
export interface ModelRouterParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly directory: () => Directory;
  readonly router: () => RouterState;
}

/** A request that is to be routed, under the state of the moment when that was found. */
export interface Routing {
  readonly wish: RouteWish;
  readonly state: RouterState;
}

const decoder = new TextDecoder();

/** Chooses models. */
export class ModelRouter {
  readonly #sessions = new SessionTiers();
  readonly #windows = new ContextWindows();
  /** The failure of the classifier that was told in the log, so that it stands there once. */
  #told: string | null = null;

  constructor(private readonly parts: ModelRouterParts) {}

  /**
   * Whether a request is to be routed; null when its model stays as it is. Looks at the model's name
   * and the header, not at the body.
   *
   * Throws `invalid_request` for a header that cannot be followed, and `model_not_found` for a name
   * of the router's while it is off.
   */
  routing(draft: Draft, headers: Headers, call: Call): Routing | null {
    const header = headers.get(ROUTE_HEADER);
    const state = this.parts.router();
    const { settings } = state;
    if (settings.strategy === "off") {
      this.#stayOff(draft, header, call.model, settings);
      return null;
    }
    if (!isConversation(draft.endpoint.format)) {
      if (header !== null) readRouteHeader(header);
      return null;
    }
    const wish = routeWish(settings, {
      model: call.model,
      caller: draft.caller?.name ?? null,
      header,
    });
    return wish === null ? null : { wish, state };
  }

  /** Decides; never rejects for what the classifier or the prompt does. */
  async decide(draft: Draft, call: Call, routing: Routing, signal: AbortSignal): Promise<Decision> {
    const began = this.parts.clock.monotonic();
    const { wish, state: { settings, classifier } } = routing;
    const body = parseJson(decoder.decode(call.bytes));
    const prompt = readPrompt(draft.endpoint.format, isObject(body) ? body : {});
    const needsClassifier = wish.strategy === "classifier" && wish.tier === null;
    const classified = needsClassifier ? await this.#classify(classifier, prompt, signal) : null;
    const session = sessionOf(draft, call);
    const decided = decide({
      settings,
      wish,
      requested: call.model,
      isModel: this.#isModel(call.model, settings),
      prompt,
      classified,
      held: session === null ? null : this.#sessions.get(session, settings),
      whyNot: this.#whyNot(draft, call, prompt),
    });
    this.#remember(draft, session, decided, settings);
    return this.#timed(decided, began);
  }

  async #classify(
    classifier: Classifier | null,
    prompt: Prompt,
    signal: AbortSignal,
  ): Promise<Classified> {
    const classified = await classify(classifier, scoredText(prompt, "last_turn"), signal);
    const failure = "failure" in classified ? classified.failure : null;
    if (failure !== null && failure !== this.#told) {
      this.parts.log.warn("Prompts are scored by complexity instead of the classifier", {
        problem: failure,
      });
    }
    this.#told = failure;
    return classified;
  }

  /** A held tier is kept, one that a name or a header asked for says nothing about the next turn. */
  #remember(draft: Draft, session: string | null, decided: Decided, settings: RouterSettings) {
    const { scorer, tier } = decided;
    const isTurn = scorer !== null && draft.endpoint.countsTokens !== true;
    if (session === null || !isTurn || tier === "DIRECT" || settings.stickiness === 0) return;
    this.#sessions.set(session, tier, settings);
  }

  #isModel(name: string, { aliases }: RouterSettings): boolean {
    return !aliases.has(name) && whyRefused(name, this.parts.directory(), OPEN_SCOPE) === null;
  }

  #whyNot(draft: Draft, call: Call, prompt: Prompt): Case["whyNot"] {
    const directory = this.parts.directory();
    const scope = draft.caller?.scope ?? OPEN_SCOPE;
    const size = sizeOf(call);
    return (name) => {
      const refused = whyRefused(name, directory, scope);
      if (refused !== null) return refused;
      const facts = knownFacts(admitModel(name, directory, scope), directory, this.#windows);
      return whyUnfit(prompt.needs, size, facts);
    };
  }

  #stayOff(draft: Draft, header: string | null, model: string, settings: RouterSettings): void {
    if (header !== null) {
      readRouteHeader(header);
      const note = "The smart router is off: the model stays the one that was asked for.";
      draft.decision = this.#timed(undecided(model, note), this.parts.clock.monotonic());
    }
    if (!settings.aliases.has(model)) return;
    if (whyRefused(model, this.parts.directory(), OPEN_SCOPE) === null) return;
    throw new FlowError(
      "model_not_found",
      `'${model}' asks the smart router to choose a model, but the router is off. Name a model, or ` +
        "switch the router on: smart_router.enabled",
      { param: "model" },
    );
  }

  #timed(decided: Decided, began: number): Decision {
    const tookUs = Math.max(0, Math.round((this.parts.clock.monotonic() - began) * 1000));
    return { ...decided, tookUs };
  }
}

/**
 * Why a model cannot be asked, whatever the prompt; null when it can. A locked vault is no reason:
 * requests must not go elsewhere only because nobody has unlocked it yet.
 */
export function whyRefused(
  name: string,
  directory: Directory,
  scope: ModelScope,
): string | null {
  try {
    assertSetUp(admitModel(name, directory, scope).entry, directory);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof FlowError)) throw thrown;
    return thrown.code === "vault_locked" ? null : thrown.message;
  }
}

function sizeOf({ bytes }: Call): PromptSize {
  let tokens: number | null = null;
  return {
    bytes: bytes.length,
    tokens: () => tokens ??= estimatePromptTokens(decoder.decode(bytes)),
  };
}

/** Sessions of different callers are different sessions. */
function sessionOf({ labels, caller }: Draft, call: Call): string | null {
  const session = labels.sessionId ?? call.sessionId;
  return session === null ? null : `${caller?.id ?? ""} ${session}`;
}
