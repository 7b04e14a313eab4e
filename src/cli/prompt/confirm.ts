import { CommandError, UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { createPrompter } from "./prompter.ts";

/** Continues if `--yes` is given or the user at the terminal agrees. */
export async function agreed(question: string, yes: string | undefined): Promise<void> {
  if (yes) return;
  const asker = createPrompter();
  if (!asker)
    throw new UsageError(say`nothing was changed: there is no terminal to confirm at. Add --yes to skip the question.`);
  if (!(await asker.agree(question))) throw new CommandError(say`not agreed to. Nothing was changed.`);
}
