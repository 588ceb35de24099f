/**
 * Which scenario holds for a request: the one that was set, overlaid with what model name and
 * header say, and with what was set for its key.
 *
 * @module
 */
import { parseScenario, PLAIN, type Scenario } from "./scenario.ts";

const KEPT_SCENARIOS = 256;

/** What requests with one key meet. */
interface KeyScenario {
  readonly scenario: Partial<Scenario>;
  /** Share of them, percent. */
  readonly percent: number;
  due: number;
}

/** Finds scenarios; equal arguments give the identical object until something else is set. */
export class ScenarioBook {
  #set: Partial<Scenario> = {};
  #left = Infinity;
  readonly #known = new Map<string, Scenario>();
  readonly #keys = new Map<string, KeyScenario>();

  /** Applies to the next `times` requests, or from now on; null takes it back. */
  set(scenario: Partial<Scenario> | string | null, times = Infinity): void {
    this.#set = typeof scenario === "string" ? parseScenario(scenario) : scenario ?? {};
    this.#left = times;
    this.#known.clear();
  }

  /**
   * Applies to `percent` of the requests that come with this key, evenly spread and before all else
   * that is said of them; null takes it back.
   */
  setForKey(key: string, scenario: Partial<Scenario> | string | null, percent = 100): void {
    if (scenario === null) {
      this.#keys.delete(key);
      return;
    }
    const parsed = typeof scenario === "string" ? parseScenario(scenario) : scenario;
    this.#keys.set(key, { scenario: parsed, percent, due: 0 });
  }

  /** Whether a request's key makes a difference. */
  get asksForKey(): boolean {
    return this.#keys.size > 0;
  }

  /**
   * The scenario of one request, which is counted.
   *
   * @param key the bearer token; only looked at when {@link asksForKey}
   * @throws when model name or header hold a scenario that cannot be read.
   */
  of(model: string, header: string | null, key: string | null = null): Scenario {
    const usual = this.#usual(model, header);
    const special = key === null ? undefined : this.#keys.get(key);
    if (special === undefined) return usual;
    special.due += special.percent;
    if (special.due < 100) return usual;
    special.due -= 100;
    return { ...usual, ...special.scenario };
  }

  #usual(model: string, header: string | null): Scenario {
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
