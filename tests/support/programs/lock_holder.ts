/** Holds the lock of the database named on the command line until it is killed. */
import { acquireServerLock } from "../../../lib/store/server_lock.ts";

acquireServerLock(Deno.args[0] ?? "", Deno.pid);
console.log("ready");
setInterval(() => {}, 60_000);
