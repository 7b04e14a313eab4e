// Adds accounts to groups, removes them and lists them.
import { groupName } from "../../domain/group.ts";
import { commandLine } from "../actor.ts";
import type { Command, Values } from "../command.ts";
import { UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";
import { withFile } from "./account.ts";

export const add: Command["run"] = async (values) => {
  const group = groupIn(values);
  await withFile(values, async ({ account }, { operator }) => {
    const isNew = await operator.addToGroup({ accountId: account.id, group }, commandLine);
    console.log(
      isNew
        ? say`${account.name} (${account.id}) is in ${group}.`
        : say`${account.name} (${account.id}) is in ${group} already.`,
    );
  });
};

export const remove: Command["run"] = async (values) => {
  const group = groupIn(values);
  await withFile(values, async ({ account }, { operator }) => {
    const wasIn = await operator.removeFromGroup({ accountId: account.id, group }, commandLine);
    console.log(
      wasIn
        ? say`${account.name} (${account.id}) is out of ${group}.`
        : say`${account.name} (${account.id}) was not in ${group}.`,
    );
  });
};

const page = 500;

export const list: Command["run"] = async (values) => {
  const group = groupIn(values);
  await withService(values.config, async ({ operator }) => {
    let ids = await operator.members(group, "", page);
    if (ids.length === 0) console.error(say`Nobody is in ${group}.`);
    while (ids.length > 0) {
      for (const id of ids) console.log(`${id}  ${(await operator.account(id))?.account.name ?? ""}`);
      ids = await operator.members(group, ids.at(-1) ?? "", page);
    }
  });
};

function groupIn({ group = "" }: Values): string {
  if (groupName.test(group)) return group;
  throw new UsageError(say`--group must be the name of a group: lower-case letters, digits and dashes, as in staff`);
}
