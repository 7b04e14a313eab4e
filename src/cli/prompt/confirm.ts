import { CommandError, UsageError } from "../failure.ts";
import { createPrompter } from "./prompter.ts";

/** Goes on where `--yes` or somebody at the terminal says so. */
export async function agreed(question: string, yes: string | undefined): Promise<void> {
  if (yes) return;
  const asker = createPrompter();
  if (!asker)
    throw new UsageError("nothing was changed: there is no terminal to confirm at. Add --yes to skip the question.");
  if (!(await asker.agree(question))) throw new CommandError("not agreed to. Nothing was changed.");
}
