/**
 * Metrics of the process's state, asked for when somebody reads them: they cost a request nothing.
 *
 * @module
 */
import { Counter, Gauge, type Registry } from "prom-client";

/** How the recorder of request logs fares; counts since the start of the process. */
export interface RecorderState {
  readonly pendingRows: number;
  /** Bytes of the bodies that wait. */
  readonly pendingBytes: number;
  readonly droppedRows: number;
  /** Rows written without their bodies. */
  readonly droppedBodies: number;
}

/** Labels of `build_info`. */
export interface BuildInfo {
  readonly version: string;
  readonly deno: string;
  readonly target: string;
}

/** A key, or a key for one model, that is not asked now. */
export interface TroubledKey {
  readonly provider: string;
  /** Null for a provider that works without a key. */
  readonly keyLabel: string | null;
  readonly state: "resting" | "open" | "half_open";
  readonly reason: string;
}

/** Where the state comes from. */
export interface StateProbes {
  readonly build: BuildInfo;
  readonly recorder: () => RecorderState;
  readonly vaultUnlocked: () => boolean;
  readonly troubledKeys: () => readonly TroubledKey[];
}

/** Adds the gauges to a registry. */
export function registerGauges(
  registry: Registry,
  probes: StateProbes & { readonly inFlight: () => number },
): void {
  const { build, recorder, vaultUnlocked, troubledKeys, inFlight } = probes;
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  const total = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };

  gauge("flow_router_in_flight", "Requests that are being handled", inFlight);
  gauge(
    "flow_router_recorder_pending_rows",
    "Log rows that wait to be written",
    () => recorder().pendingRows,
  );
  gauge(
    "flow_router_recorder_pending_bytes",
    "Bytes of bodies that wait to be written",
    () => recorder().pendingBytes,
  );
  total(
    "flow_router_recorder_dropped_rows_total",
    "Log rows lost because too many waited",
    () => recorder().droppedRows,
  );
  total(
    "flow_router_recorder_dropped_bodies_total",
    "Log rows written without bodies because too many bytes waited",
    () => recorder().droppedBodies,
  );
  gauge(
    "flow_router_vault_unlocked",
    "1 while provider keys can be used",
    () => vaultUnlocked() ? 1 : 0,
  );
  gauge(
    "flow_router_resident_memory_bytes",
    "Memory of this process",
    () => Deno.memoryUsage().rss,
  );
  new Gauge({
    name: "flow_router_keys_in_trouble",
    help: "Keys, or keys for one model, that rest or whose circuit is open, by why",
    labelNames: ["provider", "key", "state", "reason"],
    registers,
    collect() {
      this.reset();
      for (const { provider, keyLabel, state, reason } of troubledKeys()) {
        this.inc({ provider, key: keyLabel ?? "none", state, reason });
      }
    },
  });
  new Gauge({
    name: "flow_router_build_info",
    help: "Always 1; the labels say what runs",
    labelNames: ["version", "deno", "target"],
    registers,
  }).set({ version: build.version, deno: build.deno, target: build.target }, 1);
}
