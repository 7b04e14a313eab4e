// `saoma account list`.
import type { Account } from "../../domain/account.ts";
import { maskPhone } from "../../domain/phone.ts";
import type { Command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { say } from "../say.ts";
import { withService } from "../with-service.ts";

export const run: Command["run"] = async ({ most: wanted, after, json, config }) => {
  const most = readMost(wanted);
  await withService(config, async ({ people }) => {
    // One more account than shown is fetched, to know whether there are more.
    const found = await people.list({ most: most + 1, ...(after === undefined ? {} : { after }) });
    if (!found) throw new CommandError(say`there is no account ${after} to go on after`);
    const shown = found.slice(0, most);
    for (const account of shown) console.log(json ? record(account) : line(account));
    if (found.length > most) console.error(say`There are more: saoma account list --after ${shown.at(-1)?.id}`);
    else if (found.length === 0 && !json)
      console.error(after === undefined ? say`There is no account yet.` : say`No more.`);
  });
};

function readMost(text = "50"): number {
  const most = Number(text);
  if (/^\d{1,4}$/.test(text) && most >= 1 && most <= 1000) return most;
  throw new UsageError(say`--most must be a number from 1 to 1000, not ${text}`);
}

const line = ({ id, name, phone, createdAt, lastSignInAt }: Account): string =>
  [
    id,
    name,
    ...(phone === undefined ? [] : [maskPhone(phone)]),
    say`since ${day(createdAt)}`,
    lastSignInAt === undefined ? say`has not signed in yet` : say`last here ${day(lastSignInAt)}`,
  ].join("  ");

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The JSON of an account, with the fields of `/v1` that an operator needs. */
const record = ({ id, name, phone, createdAt, lastSignInAt }: Account): string =>
  JSON.stringify({
    id,
    name,
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    createdAt: new Date(createdAt).toISOString(),
    ...(lastSignInAt === undefined ? {} : { lastSignInAt: new Date(lastSignInAt).toISOString() }),
  });
