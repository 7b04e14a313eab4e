// `saoma identities report`: people who seem to have two accounts.
import type { IdentityConflict } from "../domain/account.ts";
import { masked } from "../ports/log.ts";
import type { Command } from "./command.ts";
import { say } from "./say.ts";
import { withService } from "./with-service.ts";

export const run: Command["run"] = ({ config }) =>
  withService(config, async (saoma) => {
    const conflicts = await saoma.identityConflicts();
    for (const conflict of conflicts) console.log(line(conflict));
    console.log(conflicts.length === 0 ? say`No user appears to have two accounts.` : counted(conflicts.length));
  });

const line = ({ appid, openId, accountId, platform, unionId, otherAccountId, noticedAt }: IdentityConflict): string => {
  const who = say`${new Date(noticedAt).toISOString()}  ${appid} ${masked(openId)} of account ${accountId}`;
  const union = say`unionId ${masked(unionId)} (${platform})`;
  return otherAccountId
    ? say`${who}: ${union} is account ${otherAccountId}'s`
    : say`${who}: ${union} came, and it had another one before`;
};

const counted = (count: number): string =>
  count === 1 ? say`One identity for you to decide about.` : say`${count} identities for you to decide about.`;
