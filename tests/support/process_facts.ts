/** What Linux tells about a running process. */

/** Sockets that it holds, listening ones included. */
export function socketsOf(pid: number): number {
  let count = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
    if (linkOf(`/proc/${pid}/fd/${name}`)?.startsWith("socket:") === true) count++;
  }
  return count;
}

/** Memory in use, MiB. */
export function residentMib(pid: number): number {
  const line = /^VmRSS:\s*(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
  return Number(line?.[1]) / 1024;
}

/** Command line and environment, of the process and of its threads' one image. */
export function startedWith(pid: number): { commandLine: string; environment: string } {
  return {
    commandLine: Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " "),
    environment: Deno.readTextFileSync(`/proc/${pid}/environ`).replaceAll("\0", "\n"),
  };
}

/** Ids of the processes that it has started. */
export function childrenOf(pid: number): number[] {
  return [...Deno.readDirSync(`/proc/${pid}/task`)].flatMap(({ name }) =>
    Deno.readTextFileSync(`/proc/${pid}/task/${name}/children`).split(" ").filter(Boolean)
      .map(Number)
  );
}

/** Null when the file is gone by now. */
function linkOf(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
