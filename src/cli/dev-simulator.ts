import { CommandError } from "./failure.ts";
import { say } from "./say.ts";

/** An account of the simulator, as its control API returns it. */
export interface SimulatedAccount {
  readonly kind: string;
  readonly name: string;
  readonly appid: string;
  readonly originalId: string;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: string;
}

/** The kinds of accounts that `saoma dev` uses, one of each. */
const kinds = ["service", "subscription", "mini-program", "website"] as const;

export type SimulatedAccounts = Readonly<Record<(typeof kinds)[number], SimulatedAccount>>;

/** The simulator's accounts, the first of each kind. */
export async function simulatedAccounts(simulator: string): Promise<SimulatedAccounts> {
  const world = (await ask(simulator, "/_sim/world")) as { accounts: SimulatedAccount[] };
  const found = kinds.map((kind) => {
    const account = world.accounts.find((each) => each.kind === kind);
    if (!account) throw new CommandError(say`the simulator has no account of the kind ${kind}`);
    return [kind, account];
  });
  return Object.fromEntries(found) as SimulatedAccounts;
}

/** Does what the operator does in WeChat's console: sets the server URL in safe mode, and the other given settings. */
export async function setUpAccount(
  simulator: string,
  appid: string,
  changes: { readonly pushUrl: string; readonly previewUrl?: string },
): Promise<void> {
  await ask(simulator, `/_sim/accounts/${appid}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mode: "safe", ...changes }),
  });
}

async function ask(simulator: string, path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(new URL(path, simulator), init);
  const text = await response.text();
  if (!response.ok) throw new CommandError(say`the simulator refused ${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
