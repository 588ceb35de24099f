/**
 * How long a model's prompts may be, as far as the price data of `@pydantic/genai-prices` knows.
 *
 * @module
 */
import { calcPrice } from "@pydantic/genai-prices";

/** Callers choose model names freely: more than this many are not remembered. */
const KEEP_MODELS = 1000;

/** Looks context windows up; finding a model takes tens of microseconds, so that they are kept. */
export class ContextWindows {
  readonly #known = new Map<string, number | null>();

  /**
   * Tokens of prompt and answer together; null when nobody knows.
   *
   * @param priceId the provider's id in the price data
   */
  of(priceId: string, model: string): number | null {
    const key = `${priceId}/${model}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = lookUp(priceId, model);
    if (this.#known.size >= KEEP_MODELS) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }
}

/** The package throws for data that contradict each other; of such a model nothing is known. */
function lookUp(providerId: string, model: string): number | null {
  try {
    const tokens = calcPrice({}, model, { providerId })?.model.context_window;
    return tokens !== undefined && tokens > 0 ? tokens : null;
  } catch {
    return null;
  }
}
