/**
 * Which models and providers somebody may ask for.
 *
 * @module
 */
import { matchesGlob } from "./glob.ts";

/** A model as a request would use it. */
export interface ScopedModel {
  readonly provider: string;
  /** The name that the provider knows. */
  readonly modelId: string;
  /** The alias by which it was asked for; null: it was asked for by its own name. */
  readonly alias: string | null;
}

/** Limits of one caller. Immutable. */
export class ModelScope {
  /**
   * @param models patterns, null for all. One with a slash is held against `provider/model`, one
   *   without against the model's own name and against aliases: so `openai/*` never means a model of
   *   that name at somebody who resells it
   * @param providers patterns of provider ids, null for all
   */
  constructor(
    readonly models: readonly string[] | null,
    readonly providers: readonly string[] | null,
  ) {}

  /** Whether nothing is left out. */
  get isOpen(): boolean {
    return this.models === null && this.providers === null;
  }

  allowsProvider(provider: string): boolean {
    return this.providers === null ||
      this.providers.some((pattern) => matchesGlob(pattern, provider));
  }

  allows({ provider, modelId, alias }: ScopedModel): boolean {
    if (!this.allowsProvider(provider)) return false;
    return this.models === null ||
      this.models.some((pattern) =>
        pattern.includes("/")
          ? matchesGlob(pattern, `${provider}/${modelId}`)
          : matchesGlob(pattern, modelId) || (alias !== null && matchesGlob(pattern, alias))
      );
  }
}

/** Everything is allowed. */
export const OPEN_SCOPE: ModelScope = new ModelScope(null, null);
