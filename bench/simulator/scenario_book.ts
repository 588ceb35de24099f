/**
 * Which scenario holds for a request: the one that was set, overlaid with what model name and
 * header say.
 *
 * @module
 */
import { parseScenario, PLAIN, type Scenario } from "./scenario.ts";

const KEPT_SCENARIOS = 256;

/** Finds scenarios; equal arguments give the identical object until something else is set. */
export class ScenarioBook {
  #set: Partial<Scenario> = {};
  #left = Infinity;
  readonly #known = new Map<string, Scenario>();

  /** Applies to the next `times` requests, or from now on; null takes it back. */
  set(scenario: Partial<Scenario> | string | null, times = Infinity): void {
    this.#set = typeof scenario === "string" ? parseScenario(scenario) : scenario ?? {};
    this.#left = times;
    this.#known.clear();
  }

  /**
   * The scenario of one request, which is counted.
   *
   * @throws when model name or header hold a scenario that cannot be read.
   */
  of(model: string, header: string | null): Scenario {
    if (this.#left !== Infinity && this.#left-- === 0) this.set(null);
    const key = header === null ? model : `${model}\n${header}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const named = model.includes("=") ? parseScenario(model) : {};
    const scenario = {
      ...PLAIN,
      ...this.#set,
      ...named,
      ...(header === null ? {} : parseScenario(header)),
    };
    if (this.#known.size >= KEPT_SCENARIOS) this.#known.clear();
    this.#known.set(key, scenario);
    return scenario;
  }
}
