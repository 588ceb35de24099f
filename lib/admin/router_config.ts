/**
 * The router's configuration while the gateway runs: read, changed, taken back.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { FlowError } from "../domain/errors.ts";
import type { Clock, Log } from "../domain/ports.ts";
import type { Classifier } from "../router/classifier.ts";
import { type RouterOptions, type RouterSettings, routerSettings } from "../router/settings.ts";
import {
  addRouterConfiguration,
  currentRouterConfiguration,
  getRouterConfiguration,
  listRouterConfigurations,
} from "../store/router_history.ts";
import type { AdminParts } from "./parts.ts";
import {
  optionsOf,
  type RouterConfigBody,
  routerConfigBody,
  type RouterConfigView,
  viewOf,
} from "./router_options.ts";

/** What the configuration rests on. */
export interface RouterConfigParts {
  readonly db: AdminParts["db"];
  readonly clock: Clock;
  readonly log: Log;
  /** What holds until somebody changes it here. */
  readonly fromFile: () => RouterOptions;
  /** The classifier of a configuration; null when there is none that is ready. */
  readonly classifierFor: (options: RouterOptions) => Classifier | null;
}

/** One whole configuration. It never changes. */
export interface RouterConfiguration {
  readonly options: RouterOptions;
  readonly settings: RouterSettings;
  readonly classifier: Classifier | null;
}

/** One of the configurations that there have been. */
export interface RouterConfigChange {
  readonly id: number;
  readonly changed_at: string;
  readonly actor: string;
  readonly restored_id: number | null;
  readonly config: RouterConfigView;
}

/** Holds the configuration in effect; requests read it, and each sees one whole. */
export class RouterConfig {
  #current: RouterConfiguration;
  /** What `#current` was made of, to leave it in place where nothing has changed. */
  #written: string;

  constructor(private readonly parts: RouterConfigParts) {
    const options = parts.fromFile();
    this.#written = JSON.stringify(options);
    this.#current = this.#ready(options);
  }

  get current(): RouterConfiguration {
    return this.#current;
  }

  get view(): RouterConfigView {
    const { options, classifier } = this.#current;
    return viewOf(options, classifier !== null);
  }

  /** Model names that ask the router to choose; none while it is off. */
  get aliases(): readonly string[] {
    const { strategy, aliases } = this.#current.settings;
    return strategy === "off" ? [] : [...aliases.keys()];
  }

  /** A configuration that is only to be tried. */
  trial(body: RouterConfigBody): RouterConfiguration {
    return this.#ready(optionsOf(body));
  }

  /**
   * Reads what is kept. A kept configuration that cannot be understood is reported and the one of
   * the file is used: it was checked when it was written, so that somebody must have changed it.
   */
  async load(): Promise<void> {
    const kept = await currentRouterConfiguration(this.parts.db);
    this.#use(kept === null ? this.parts.fromFile() : this.#understood(kept.options));
  }

  /** Puts another configuration into effect and keeps it. Requests under way stay with theirs. */
  async replace(
    body: RouterConfigBody,
    actor: Actor,
    admin: Pick<AdminParts, "audit" | "applyChanges">,
    restoredId: number | null = null,
  ): Promise<RouterConfigView> {
    const { db, clock } = this.parts;
    const options = optionsOf(body);
    const before = this.view;
    await db.transaction().execute(async (transaction) => {
      await addRouterConfiguration(transaction, {
        changedAtMs: clock.now(),
        actor: actor.name === null ? actor.kind : `${actor.kind} ${actor.name}`,
        options: written(options),
        restoredId,
      });
      const after = viewOf(options, before.classifier.available);
      await admin.audit.record(
        { actor, action: "router_config.update", before, after },
        transaction,
      );
    });
    this.#use(options);
    await admin.applyChanges();
    return this.view;
  }

  /** The configurations that there have been, latest first. */
  async history(limit: number): Promise<RouterConfigChange[]> {
    const entries = await listRouterConfigurations(this.parts.db, limit);
    return entries.map((entry) => ({
      id: entry.id,
      changed_at: new Date(entry.changedAtMs).toISOString(),
      actor: entry.actor,
      restored_id: entry.restoredId,
      config: viewOf(this.#understood(entry.options), this.#current.classifier !== null),
    }));
  }

  /** Brings an earlier configuration back. @throws FlowError `not_found` */
  async restore(
    id: number,
    actor: Actor,
    admin: Pick<AdminParts, "audit" | "applyChanges">,
  ): Promise<RouterConfigView> {
    const entry = await getRouterConfiguration(this.parts.db, id);
    if (entry === null) {
      throw new FlowError("not_found", `There is no router configuration with the id ${id}.`);
    }
    const body = routerConfigBody.safeParse(entry.options);
    if (!body.success) {
      throw new FlowError(
        "invalid_request",
        `The router configuration ${id} is not valid any more: ${body.error.message}`,
      );
    }
    return await this.replace(body.data, actor, admin, id);
  }

  #understood(kept: unknown): RouterOptions {
    const body = routerConfigBody.safeParse(kept);
    if (body.success) return optionsOf(body.data);
    this.parts.log.error("The kept configuration of the router is broken; the file's is used", {
      problem: body.error.message,
    });
    return this.parts.fromFile();
  }

  #use(options: RouterOptions): void {
    const text = JSON.stringify(options);
    if (text === this.#written) return;
    this.#written = text;
    this.#current = this.#ready(options);
  }

  #ready(options: RouterOptions): RouterConfiguration {
    return {
      options,
      settings: routerSettings(options),
      classifier: this.parts.classifierFor(options),
    };
  }
}

/** As a body says it, with the strategy that was chosen, also while the router is off. */
function written(options: RouterOptions): RouterConfigBody {
  const { classifier: { available: _available, ...classifier }, ...rest } = viewOf(options, false);
  return routerConfigBody.parse({
    ...rest,
    enabled: options.enabled,
    strategy: options.strategy,
    classifier,
  });
}
