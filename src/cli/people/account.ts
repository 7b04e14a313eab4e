// `saoma account`: show, export, sign out and delete a person.
import type { Account } from "../../domain/account.ts";
import { maskPhone, readPhone } from "../../domain/phone.ts";
import type { PersonFile, PersonQuery } from "../../login/accounts/admin.ts";
import { masked } from "../../ports/log.ts";
import type { Saoma } from "../../server/saoma.ts";
import { commandLine } from "../actor.ts";
import type { Command, Values } from "../command.ts";
import { CommandError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";
import { counted } from "./table-words.ts";

export const show: Command["run"] = (values) =>
  withFile(values, async (file) => {
    for (const line of lines(file)) console.log(line);
  });

export const exportFile: Command["run"] = (values) =>
  withFile(values, async ({ account, rows }, { operator }) => {
    await operator.noteExport(account.id, commandLine);
    console.log(JSON.stringify({ account: account.id, tables: rows }, undefined, 2));
  });

export const signOut: Command["run"] = (values) =>
  withFile(values, async ({ account }, saoma) => {
    const ended = (await saoma.operator.endSessions(account.id, commandLine)) ?? 0;
    console.log(say`Signed ${account.name} (${account.id}) out: ${counted(ended, "sessions")} ended.`);
  });

export const erase: Command["run"] = (values) =>
  withFile(values, async ({ account, rows }, saoma) => {
    if (values.yes === undefined) {
      // The lines of the audit log stay, without the person.
      const { audit: _, ...deleted } = rows;
      throw new CommandError(
        say`this deletes ${account.name} (${account.id}): ${told(numbers(deleted))}. Add --yes to do it`,
      );
    }
    const gone = await saoma.people.erase(account.id, commandLine);
    if (!gone) throw new CommandError(say`account ${account.id} is gone already`);
    console.log(say`Deleted ${account.id}: ${told(gone)}. Whoever was signed in is signed out.`);
  });

export async function withFile(
  { account: word = "", config }: Values,
  act: (file: PersonFile, saoma: Saoma) => Promise<void>,
): Promise<void> {
  const wanted = wantedBy(word);
  await withService(config, async (saoma) => {
    const account: Account | undefined = await saoma.people.find(wanted);
    const file = account && (await saoma.people.file(account.id));
    if (!file) throw new CommandError(say`there is no account ${word}`);
    await act(file, saoma);
  });
}

/** A WeChat, as in `APPID:OPENID`. */
export function readWechat(word: string): { appid: string; openId: string } | undefined {
  const [, appid, openId] = /^(wx[0-9a-f]{16}):([\w-]+)$/.exec(word) ?? [];
  return appid === undefined || openId === undefined ? undefined : { appid, openId };
}

/** An id, an `APPID:OPENID`, or `phone:` and a number. */
function wantedBy(word: string): PersonQuery {
  const wechat = readWechat(word);
  if (wechat) return wechat;
  if (!word.startsWith("phone:")) return { id: word };
  const phone = readPhone(word.slice("phone:".length));
  if (phone === undefined) throw new CommandError(say`${word} names no phone number. Write phone:13800138000`);
  return { phone };
}

const numbers = (rows: PersonFile["rows"]): Record<string, number> =>
  Object.fromEntries(Object.entries(rows).map(([table, all]) => [table, all.length]));

const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([table, count]) => counted(count, table))
    .join(", ");

function lines({ account, identities, rows }: PersonFile): string[] {
  const sessions = (rows.sessions ?? []).filter((row) => row.ended_at === null && Number(row.expires_at) > Date.now());
  return [
    `${account.id}  ${account.name}`,
    `  ${[say`since ${time(account.createdAt)}`, account.lastSignInAt ? say`last here ${time(account.lastSignInAt)}` : say`has not signed in yet`].join(", ")}`,
    ...(account.suspendedAt === undefined ? [] : [`  ${say`SUSPENDED since ${time(account.suspendedAt)}`}`]),
    ...(account.phone ? [`  ${say`phone ${maskPhone(account.phone)}`}`] : []),
    ...identities.map((one) => `  ${lineOf(one)}`),
    ...(rows.expected_people ?? []).map(
      ({ platform, union_id }) => `  ${say`expected by unionid ${masked(String(union_id))} (${platform})`}`,
    ),
    `  ${say`signed in now: ${sessions.length === 0 ? say`nowhere` : counted(sessions.length, "sessions")}`}`,
    `  ${say`Saoma keeps ${told(numbers(rows))}. All of it: saoma account export ${account.id}`}`,
  ];
}

/** A WeChat of an account in one line. */
export const lineOf = ({ id, appid, openId, unionId, linkedAt, lostAt }: PersonFile["identities"][number]): string =>
  [
    say`WeChat ${id}: ${appid} ${masked(openId)}`,
    ...(unionId ? [`unionid ${masked(unionId)}`] : []),
    ...(linkedAt === undefined ? [] : [say`added ${time(linkedAt)}`]),
    ...(lostAt === undefined ? [] : [say`LOST since ${time(lostAt)}`]),
  ].join(", ");

const time = (at: number): string => new Date(at).toISOString();
