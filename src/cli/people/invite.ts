// `saoma account invite`: in force at once, since the operator has the machine.
import type { Account } from "../../domain/account.ts";
import type { Saoma } from "../../server/saoma.ts";
import { commandLine } from "../actor.ts";
import type { Command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withFile } from "./account.ts";

async function cancel({ id, name }: Pick<Account, "id" | "name">, operator: Saoma["operator"]): Promise<void> {
  const isDone = await operator.cancelInvitation(id, commandLine);
  if (!isDone) throw new CommandError(say`${name} (${id}) has no invitation that could be cancelled`);
  console.log(say`The invitation of ${name} (${id}) is cancelled, and its people are told.`);
}

export const run: Command["run"] = (values) =>
  withFile(values, async ({ account }, { operator }) => {
    if (values.cancel !== undefined) return cancel(account, operator);
    const invitation = await operator.invite(account.id, commandLine);
    if (!invitation) throw new CommandError(say`account ${account.id} is gone already`);
    console.log(invitation.code);
    console.error(
      say`For ${account.name} (${account.id}), once, until ${new Date(invitation.expiresAt).toISOString()}. Anyone who has it can link their WeChat to the account: do not share it.`,
    );
  });
