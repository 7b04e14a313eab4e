import type { IdentityConflict } from "../domain/account.ts";
import { masked } from "../ports/log.ts";
import type { SaomaOptions } from "../server/config.ts";
import { loadConfigFile } from "../server/config-file.ts";
import { createLog } from "../server/log.ts";
import { createSaoma } from "../server/saoma.ts";
import { type Command, configured } from "./command.ts";

export const identitiesReport: Command = {
  name: "identities report",
  summary: "list people who seem to have two accounts",
  details: [
    "WeChat gave a unionId that another account has already, or another one than before. Nothing was merged and",
    "nobody was kept out: each identity goes on with the account it had. People's ids are shortened.",
  ],
  options: configured,
  async run({ config }) {
    const options = (await loadConfigFile(config, process.cwd())) as SaomaOptions;
    const saoma = createSaoma(options, { log: createLog({ level: "error" }) });
    try {
      await saoma.ready();
      const conflicts = await saoma.identityConflicts();
      for (const conflict of conflicts) console.log(line(conflict));
      console.log(conflicts.length === 0 ? "Nobody seems to have two accounts." : counted(conflicts.length));
    } finally {
      await saoma.close();
    }
  },
};

const line = ({ appid, openId, accountId, platform, unionId, otherAccountId, noticedAt }: IdentityConflict): string => {
  const who = `${new Date(noticedAt).toISOString()}  ${appid} ${masked(openId)} of account ${accountId}`;
  const union = `unionId ${masked(unionId)} (${platform})`;
  return otherAccountId
    ? `${who}: ${union} is account ${otherAccountId}'s`
    : `${who}: ${union} came, and it had another one before`;
};

const counted = (count: number): string =>
  count === 1 ? "One identity for you to decide about." : `${count} identities for you to decide about.`;
