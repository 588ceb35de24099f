/**
 * The model that ships with the product, and the classifier `local` made of it.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { LocalModel } from "./model.ts";
import { WEIGHTS_BASE64 } from "./weights_data.ts";
import { readWeights } from "./weights_file.ts";

let loaded: LocalModel | undefined;

/** Read at the first call, some 20 ms; later calls give the same one. */
export function shippedModel(): LocalModel {
  loaded ??= new LocalModel(readWeights(Uint8Array.fromBase64(WEIGHTS_BASE64)));
  return loaded;
}

/** The classifier `local`: in this process, without network, never failing. */
export function localClassifier(model: LocalModel): Classifier {
  return { type: "local", score: (text) => model.score(text) };
}
