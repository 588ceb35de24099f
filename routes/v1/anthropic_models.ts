/**
 * Models in Anthropic's shape (its API reference, "Models").
 *
 * @module
 */
import { FlowError } from "../../lib/domain/errors.ts";
import type { ShownModel } from "../shown_models.ts";

const PAGE = 20;
const LARGEST_PAGE = 1000;

/** A model. What it can do and how much it takes nobody here knows. */
export function anthropicModel({ id, displayName, createdS }: ShownModel): Record<string, unknown> {
  return {
    type: "model",
    id,
    display_name: displayName,
    // 1970 is Anthropic's own way to say that it is not known.
    created_at: new Date(createdS * 1000).toISOString().replace(".000Z", "Z"),
    max_input_tokens: null,
    max_tokens: null,
    capabilities: null,
  };
}

/**
 * A page of the list.
 *
 * @param query `limit` (1 to 1000, else 20), `after_id` or `before_id`: ids of this list
 * @throws FlowError `invalid_request`
 */
export function anthropicPage(
  models: readonly ShownModel[],
  query: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const limit = readLimit(query.limit);
  const { after_id, before_id } = query;
  if (after_id !== undefined && before_id !== undefined) {
    throw refused("before_id", "'after_id' and 'before_id' exclude each other.");
  }
  const end = before_id === undefined ? null : positionOf(models, "before_id", before_id);
  const start = end !== null
    ? Math.max(0, end - limit)
    : after_id === undefined
    ? 0
    : positionOf(models, "after_id", after_id) + 1;
  const page = models.slice(start, end ?? start + limit);
  return {
    data: page.map(anthropicModel),
    has_more: end === null ? start + page.length < models.length : start > 0,
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
  };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return PAGE;
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= LARGEST_PAGE) return limit;
  throw refused("limit", `'limit' must be an integer from 1 to ${LARGEST_PAGE}.`);
}

function positionOf(models: readonly ShownModel[], param: string, id: string): number {
  const at = models.findIndex((model) => model.id === id);
  if (at < 0) throw refused(param, `'${param}' must be the id of a model of this list.`);
  return at;
}

function refused(param: string, message: string): FlowError {
  return new FlowError("invalid_request", `Cannot list the models: ${message}`, { param });
}
