import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
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
        ? `Suspended ${name} (${id}): ${counted(ended, "sessions")} ended. Lift it with: saoma account unsuspend ${id}`
        : `${name} (${id}) is suspended already.`,
    );
  });

export const unsuspend: Command["run"] = (values) =>
  withFile(values, async ({ account: { id, name } }, { operator }) => {
    const isDone = await operator.unsuspend(id, commandLine);
    console.log(isDone ? `${name} (${id}) can sign in again.` : `${name} (${id}) is not suspended.`);
  });
