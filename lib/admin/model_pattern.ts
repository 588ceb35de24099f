/**
 * Patterns that choose models.
 *
 * @module
 */

/** The part of a catalog entry that a pattern is held against. */
interface CatalogName {
  readonly provider: string;
  readonly modelId: string;
}

/**
 * Whether a pattern means a model, by `provider/model` or by the model's bare name. `*` stands for
 * any characters, slashes included, `?` for one; letter case does not count.
 */
export function modelMatcher(pattern: string): (model: CatalogName) => boolean {
  const source = pattern.trim().replace(
    /[\\^$.*+?()[\]{}|]/g,
    (sign) => sign === "*" ? ".*" : sign === "?" ? "." : `\\${sign}`,
  );
  const expression = new RegExp(`^${source.replace(/(?:\.\*)+/g, ".*")}$`, "isu");
  return ({ provider, modelId }) =>
    expression.test(modelId) || expression.test(`${provider}/${modelId}`);
}
