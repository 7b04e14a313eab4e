import { CommandError } from "./failure.ts";

/** An account of the simulator's, as its control API tells it. */
export interface SimulatedAccount {
  readonly kind: string;
  readonly name: string;
  readonly appid: string;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
}

/** The simulator's 服务号. */
export async function serviceAccount(simulator: string): Promise<SimulatedAccount> {
  const world = (await ask(simulator, "/_sim/world")) as { accounts: SimulatedAccount[] };
  const account = world.accounts.find(({ kind }) => kind === "service");
  if (!account) throw new CommandError("the simulator has no service account");
  return account;
}

/** Does what the operator does in WeChat's console: names the server URL, in safe mode. */
export async function setServerUrl(simulator: string, appid: string, pushUrl: string): Promise<void> {
  await ask(simulator, `/_sim/accounts/${appid}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pushUrl, mode: "safe" }),
  });
}

async function ask(simulator: string, path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(new URL(path, simulator), init);
  const text = await response.text();
  if (!response.ok) throw new CommandError(`the simulator refused ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
