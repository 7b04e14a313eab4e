// Mini-programs on a phone.
import { z } from "zod";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import { loginCode, phoneCode } from "./issue-code.ts";
import { phoneData } from "./phone-data.ts";
import type { MiniProgram } from "./phones.ts";
import { ask } from "./phones.ts";

export type { Launch } from "../interfaces.ts";

/** How a mini-program is opened: its page and, as a 小程序码 carries it, the scene. */
export const launchSchema = z.strictObject({
  path: z
    .string()
    .max(1024)
    .regex(/^(?!\/)[^?#]*$/, "must be a page path: no leading slash, no query")
    .optional()
    .describe("The path of the page, without leading slash; default: the first of the account's `pages`"),
  scene: z
    .string()
    .max(1024)
    .optional()
    .describe("The scene, as given to `getwxacodeunlimit`; the page gets it URL-encoded as `query.scene`"),
  query: z.record(z.string(), z.string()).default({}).describe("The query of the page"),
  launchScene: z
    .int()
    .min(1000)
    .max(9999)
    .default(1047)
    .describe(
      "WeChat's scene number (场景值): 1047 is a scanned 小程序码, 1011 a QR, 1065 a URL scheme, 1167 an open tag in H5",
    ),
});

/** The result of a call of `wx`. */
export interface ApiResult {
  /** The `errMsg`, as in `login:ok`. */
  errMsg: string;
  /** The code; only with `…:ok`. */
  code?: string;
  /**
   * With `getPhoneNumber:ok`, after a wx.login whose code was exchanged: the number in the older, encrypted form.
   */
  encryptedData?: string;
  /** The initialization vector of `encryptedData`. */
  iv?: string;
  /** The `errno` of a failure. */
  errno?: number;
}

/** Answers for the person, in place of a question on the phone. */
export type Answer = "allow" | "deny";

/** Opens a mini-program's page on this phone, in front of everything else. */
export function launch(sim: Simulation, person: Person, account: Account, given: unknown): MiniProgram {
  if (account.kind !== "mini-program") throw new Refused(409, `${account.name} is no mini-program`);
  const parsed = launchSchema.safeParse(given);
  if (!parsed.success) throw Refused.by(parsed.error, "the mini-program cannot be opened so");
  const { path = account.pages[0] ?? "pages/index/index", scene, query, launchScene } = parsed.data;
  const scenes: Record<string, string> = scene === undefined ? {} : { scene: encodeURIComponent(scene) };
  const page = { appid: account.appid, path, query: { ...query, ...scenes }, launchScene };
  sim.phones.of(person.name).miniProgram = page;
  return page;
}

export function closeMiniProgram(sim: Simulation, person: Person): void {
  const phone = sim.phones.of(person.name);
  phone.miniProgram = undefined;
  if (phone.prompt?.kind !== "privacy" && phone.prompt?.kind !== "phone-number") return;
  phone.prompt.dropped?.();
  phone.prompt = undefined;
}

/** `wx.login()`. */
export function login(sim: Simulation, person: Person): ApiResult {
  const { account } = running(sim, person);
  return { errMsg: "login:ok", code: loginCode(sim, person, account) };
}

/** `wx.getPrivacySetting()`. */
export function privacySetting(
  sim: Simulation,
  person: Person,
): { needAuthorization: boolean; privacyContractName: string } {
  const { account } = running(sim, person);
  return {
    needAuthorization: mustAsk(sim, person, account),
    privacyContractName: account.privacyContract ?? "",
  };
}

/** `wx.requirePrivacyAuthorize()`: asks the person if necessary, and returns the answer. */
export async function requirePrivacy(sim: Simulation, person: Person, answer?: Answer): Promise<ApiResult> {
  const { account } = running(sim, person);
  const isAgreed = !mustAsk(sim, person, account) || (await agreesToPrivacy(sim, person, account, answer));
  return isAgreed ? { errMsg: "requirePrivacyAuthorize:ok" } : unauthorised("requirePrivacyAuthorize");
}

/**
 * The `getPhoneNumber` button: the privacy contract first, then the sheet with the number. Resolves when the person
 * has answered; with `answer`, at once.
 */
export async function phoneNumber(sim: Simulation, person: Person, answer?: Answer): Promise<ApiResult> {
  const { account } = running(sim, person);
  if (!account.abilities.includes("phone-number")) return { errMsg: "getPhoneNumber:fail no permission" };
  if (mustAsk(sim, person, account) && !(await agreesToPrivacy(sim, person, account, answer)))
    return unauthorised("getPhoneNumber");
  const { phoneQuota } = sim.accounts.need(account.appid);
  if (phoneQuota === 0) return { errMsg: "getPhoneNumber:fail", errno: 1_400_001 };
  if (person.phone === null) return { errMsg: "getPhoneNumber:fail no phone number is bound" };
  if (!(await asks(sim, person, account, "phone-number", answer))) return { errMsg: "getPhoneNumber:fail user deny" };
  if (phoneQuota !== null) sim.accounts.save({ ...account, phoneQuota: phoneQuota - 1 });
  const hasSession = sim.sessions.of(person.name, account.appid) !== undefined;
  const data = hasSession ? phoneData(sim, person, account) : {};
  return { errMsg: "getPhoneNumber:ok", code: phoneCode(sim, person, account), ...data };
}

const unauthorised = (api: string): ApiResult => ({
  errMsg: `${api}:fail privacy permission is not authorized`,
  errno: 104,
});

const mustAsk = (sim: Simulation, person: Person, { appid, privacyContract }: Account): boolean =>
  privacyContract !== null && !sim.phones.of(person.name).privacyAgreed.has(appid);

async function agreesToPrivacy(sim: Simulation, person: Person, account: Account, answer?: Answer): Promise<boolean> {
  const isAgreed = await asks(sim, person, account, "privacy", answer);
  if (isAgreed) sim.phones.of(person.name).privacyAgreed.add(account.appid);
  return isAgreed;
}

function asks(
  sim: Simulation,
  person: Person,
  account: Account,
  kind: "privacy" | "phone-number",
  answer?: Answer,
): Promise<boolean> {
  if (answer !== undefined) return Promise.resolve(answer === "allow");
  return new Promise((resolve) => {
    ask(sim.phones.of(person.name), {
      kind,
      account,
      answer(allowed) {
        resolve(allowed);
        return { kind, appid: account.appid, allowed };
      },
      dropped: () => resolve(false),
    });
  });
}

function running(sim: Simulation, person: Person): { page: MiniProgram; account: Account } {
  const page = sim.phones.of(person.name).miniProgram;
  if (page === undefined) throw new Refused(409, `no mini-program is open on ${person.name}'s phone`);
  return { page, account: sim.accounts.need(page.appid) };
}
