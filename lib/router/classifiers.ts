/**
 * The classifiers that this program has, by their type in the configuration.
 *
 * @module
 */
import type { Classifier } from "./classifier.ts";
import { localClassifier, shippedModel } from "./local/shipped_model.ts";
import type { RouterOptions } from "./settings.ts";

/** The classifier of a configuration; null when this program has none of that type. */
export function classifierFor(options: Pick<RouterOptions, "classifier_type">): Classifier | null {
  return options.classifier_type === "local" ? localClassifier(shippedModel()) : null;
}
