/**
 * Whether a request is to be routed, and how: by the model's name, the configuration and the header
 * `x-flow-route`.
 *
 * @module
 */
import { FlowError } from "../domain/errors.ts";
import { type DecidedBy, type Strategy, type Tier, TIERS } from "../domain/routing.ts";
import type { RouterSettings } from "./settings.ts";

/** The header by which a caller chooses for one request. */
export const ROUTE_HEADER = "x-flow-route";

/** How a request is to be routed. */
export interface RouteWish {
  readonly strategy: Exclude<Strategy, "off">;
  readonly decidedBy: DecidedBy;
  /** Null: the tier that the prompt is scored into. */
  readonly tier: Tier | null;
}

/** What is known before the body is looked at. */
export interface Asking {
  readonly model: string;
  /** The caller token's name; null when none was needed. */
  readonly caller: string | null;
  /** The header's value; null when it was not sent. */
  readonly header: string | null;
}

/** What the header says. */
export type HeaderWish =
  | { readonly kind: "off" }
  | { readonly kind: "strategy"; readonly strategy: Exclude<Strategy, "off"> }
  | { readonly kind: "tier"; readonly tier: Tier };

/**
 * How the request is to be routed; null when the model stays the one that was asked for. A header
 * wins over the configuration, but nothing is routed while the router is off.
 *
 * Throws `invalid_request` for a header that cannot be understood, and for one that switches routing
 * off for a name that is no model.
 */
export function routeWish(settings: RouterSettings, asking: Asking): RouteWish | null {
  const header = asking.header === null ? null : readRouteHeader(asking.header);
  const { strategy } = settings;
  if (strategy === "off") return null;
  const alias = settings.aliases.get(asking.model);
  if (header?.kind === "off") {
    if (alias !== undefined) throw noModel(asking.model);
    return null;
  }
  if (header?.kind === "tier") return { strategy, decidedBy: "header", tier: header.tier };
  const chosen = header?.strategy ?? strategy;
  if (alias !== undefined && alias !== "auto") {
    return { strategy: chosen, decidedBy: "alias", tier: alias };
  }
  const isRouted = alias === "auto" || header !== null || applies(settings, asking);
  return isRouted ? { strategy: chosen, decidedBy: "score", tier: null } : null;
}

function applies(settings: RouterSettings, { model, caller }: Asking): boolean {
  if (settings.applyTo !== "listed") return settings.applyTo === "all";
  if (caller !== null && settings.listedCallers.has(caller)) return true;
  return settings.listedModels.some((pattern) => pattern.test(model));
}

/** Understands the header. Throws `invalid_request`. */
export function readRouteHeader(value: string): HeaderWish {
  const word = value.trim().toLowerCase();
  if (word === "off") return { kind: "off" };
  if (word === "complexity" || word === "classifier") return { kind: "strategy", strategy: word };
  const tier = TIERS.find((name) => word === `tier=${name.toLowerCase()}`);
  if (tier !== undefined) return { kind: "tier", tier };
  throw new FlowError(
    "invalid_request",
    `The header ${ROUTE_HEADER} holds '${value.slice(0, 60)}': it must be off, complexity, ` +
      `classifier or tier= with one of ${TIERS.join(", ")}.`,
    { param: ROUTE_HEADER },
  );
}

function noModel(alias: string): FlowError {
  return new FlowError(
    "invalid_request",
    `The header ${ROUTE_HEADER} is 'off', but '${alias}' is no model: it asks the router to choose ` +
      "one. Name a model, or leave the header out.",
    { param: ROUTE_HEADER },
  );
}
