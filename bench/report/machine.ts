/**
 * What a run was made on: numbers without it say nothing.
 *
 * @module
 */

/** The machine and its load at the start of a run. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  readonly deno: string;
  /** Load average over the last minute: above 0.5 others were at work. */
  readonly loadBefore: number;
}

/** Reads them. */
export async function readMachine(): Promise<Machine> {
  return {
    cpu: await cpuName(),
    cores: navigator.hardwareConcurrency,
    memoryGb: Math.round(Deno.systemMemoryInfo().total / 1e9),
    os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    deno: Deno.version.deno,
    loadBefore: Deno.loadavg()[0] ?? 0,
  };
}

async function cpuName(): Promise<string> {
  try {
    const info = await Deno.readTextFile("/proc/cpuinfo");
    return /^model name\s*:\s*(.*)$/m.exec(info)?.[1] ?? "unknown";
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return "unknown";
    throw thrown;
  }
}
