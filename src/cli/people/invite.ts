// `saoma account invite`.
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withFile } from "./account.ts";

export const run: Command["run"] = (values) =>
  withFile(values, async ({ account }, { operator }) => {
    const invitation = await operator.invite(account.id, commandLine);
    if (!invitation) throw new CommandError(say`account ${account.id} is gone already`);
    console.log(invitation.code);
    console.error(
      say`For ${account.name} (${account.id}), once, until ${new Date(invitation.expiresAt).toISOString()}. Anyone who has it can link their WeChat to the account: do not share it.`,
    );
  });
