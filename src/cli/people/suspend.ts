// Suspends an account, or lifts its suspension.
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { say } from "../say.ts";
import { withFile } from "./account.ts";
import { counted } from "./table-words.ts";

export const suspend: Command["run"] = (values) =>
  withFile(values, async ({ account: { id, name } }, saoma) => {
    let ended = 0;
    const stop = saoma.on("suspended", ({ sessionsEnded }) => {
      ended = sessionsEnded;
    });
    const isNew = await saoma.operator.suspend(id, commandLine);
    stop();
    console.log(
      isNew
        ? say`Suspended ${name} (${id}): ${counted(ended, "sessions")} ended. Lift it with: saoma account unsuspend ${id}`
        : say`${name} (${id}) is suspended already.`,
    );
  });

export const unsuspend: Command["run"] = (values) =>
  withFile(values, async ({ account: { id, name } }, { operator }) => {
    const isDone = await operator.unsuspend(id, commandLine);
    console.log(isDone ? say`${name} (${id}) can sign in again.` : say`${name} (${id}) is not suspended.`);
  });
