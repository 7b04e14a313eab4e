import type { SaomaOptions } from "../../src/server/config/config.ts";
import type { AttemptView } from "../../src/wire/attempt.ts";
import type { Browser, BrowserOptions } from "./browser.ts";
import { type Stage, type StageOptions, setStage, stageOf } from "./stage.ts";

type SmsOptions = NonNullable<SaomaOptions["sms"]>;

/** A stage where newcomers bind a phone, and where SMS go to the inboxes of the simulator. */
export function setPhoneStage(
  { application, options, ...rest }: StageOptions = {},
  sms: Partial<SmsOptions> = {},
): Promise<Stage> {
  const sender = { kind: "https", url: "https://sms.saoma.test", secret: "pV7kW2xN9qB4tL6sZ1cR8mJ3hF5dG0yA" } as const;
  return setStage({
    ...rest,
    application: { newcomers: "bind-phone", confirm: "never", ...application },
    options: { sms: { sender, templates: { join: "join" }, ...sms }, ...options },
  });
}

/** The number of a person's phone, as they type it. */
export function numberOf({ simulator }: Stage, person: string): string {
  const { phone } = simulator.world().people.find(({ name }) => name === person) ?? {};
  if (!phone) throw new Error(`${person} has no phone number`);
  return phone;
}

/** The number of SMS in a person's inbox. */
export const countSms = async ({ simulator }: Stage, person: string): Promise<number> =>
  (await simulator.control.sms.inbox(person)).length;

/** The code of the newest SMS. */
export async function codeFor({ simulator }: Stage, person: string): Promise<string> {
  const text = (await simulator.control.sms.inbox(person)).at(-1)?.text ?? "";
  const code = /\d{6}/.exec(text)?.[0];
  if (code === undefined) throw new Error(`${person} has no SMS with a code`);
  return code;
}

/** A code other than this one. */
export const wrong = (code: string, by = 1): string => String((Number(code) + by) % 1_000_000).padStart(6, "0");

/** Sends a phone number or the code of an SMS. If the page is not paired yet, it is paired first. */
export async function bind(
  browser: Browser,
  started: { id: string },
  body: Readonly<Record<string, unknown>>,
  options: BrowserOptions = {},
): Promise<Response> {
  const seen = await browser.request("GET", `/v1/attempts/${started.id}`, options);
  const { pairing } = seen.ok ? ((await seen.json()) as AttemptView) : {};
  const how =
    pairing === "agree" ? { agreed: true } : pairing ? { pairingCode: stageOf(browser).pairingCode(started) } : {};
  if (pairing) await browser.request("POST", `/v1/attempts/${started.id}/pair`, { body: how, ...options });
  return browser.request("POST", `/v1/attempts/${started.id}/phone`, { body, ...options });
}

export async function viewOf(answer: Promise<Response>): Promise<AttemptView> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as AttemptView;
}
