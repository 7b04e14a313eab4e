import type { SaomaOptions } from "saoma";

type Source = SaomaOptions["sources"][number];

interface Account {
  kind: string;
  appid: string;
  name: string;
  secret: string;
  token: string;
  aesKey: string;
}

/** The 服务号 of a simulator that runs at `simulator`, told to push to the service at `origin`. */
export async function simulatedSource(simulator: string, origin: string): Promise<Source> {
  const world = (await (await fetch(`${simulator}/_sim/world`)).json()) as { accounts: Account[] };
  const account = world.accounts.find(({ kind }) => kind === "service");
  if (!account) throw new Error(`the world of ${simulator} has no account of kind service`);
  const { appid, name, secret, token, aesKey } = account;
  await fetch(`${simulator}/_sim/accounts/${appid}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pushUrl: `${origin}/wechat/${appid}/push`, mode: "safe" }),
  });
  const origins = { api: simulator, mp: simulator, open: simulator };
  return { kind: "service", appid, name, secret, token, aesKey, origins };
}
