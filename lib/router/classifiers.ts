/**
 * The classifiers that this program has, by their type in the configuration.
 *
 * @module
 */
import type { Classifier } from "./classifier.ts";
import { localClassifier, shippedModel } from "./local/shipped_model.ts";
import type { RouterOptions } from "./settings.ts";

/** Reads its weights when the first text is scored: most gateways never need them. */
const LOCAL: Classifier = {
  type: "local",
  score: (text, signal) => localClassifier(shippedModel()).score(text, signal),
};

/** What decides about the classifier; one whose strategy is in use is made ready at once. */
type Choice =
  & Pick<RouterOptions, "classifier_type">
  & Partial<Pick<RouterOptions, "enabled" | "strategy">>;

/** The classifier of a configuration; null when this program has none of that type. */
export function classifierFor({ classifier_type, enabled, strategy }: Choice): Classifier | null {
  if (classifier_type !== "local") return null;
  // So that no request waits for it.
  if (enabled === true && strategy === "classifier") shippedModel();
  return LOCAL;
}
