// Handles the scan of a sign-in's QR.
import { advance } from "../../domain/advance.ts";
import type { Attempt } from "../../domain/attempt.ts";
import { newNumber } from "../../domain/number.ts";
import { type AttemptPolicy, afterScan, policyFor, type ScanFacts, strengthFor } from "../../domain/policy.ts";
import { isOurScene } from "../../domain/scene.ts";
import type { Stores } from "../../ports/store.ts";
import type { Push } from "../../wechat/index.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import { applyTransition, type Transition } from "./apply.ts";
import { replyWithText, type SideEffects } from "./effect.ts";
import { firstSignIn } from "./first-sign-in.ts";
import { newPromptId } from "./prompt.ts";
import { textsOf } from "./prompt-texts.ts";
import { accountIdOf, type ResolvablePerson, resolvablePerson } from "./resolve-identity.ts";

/** The prefix of the scene of a QR that a person followed by. */
const scenePrefix = "qrscene_";

/** The scene of the QR that a person followed by; undefined for a follow without a QR. */
export function sceneOfFollow({ eventKey = "" }: Push): string | undefined {
  const scene = sceneOf(eventKey);
  return eventKey.trim().startsWith(scenePrefix) || isOurScene(scene) ? scene : undefined;
}

/** The scene of a QR that a follower scanned. In a scan it has no prefix; only a follow adds one. */
export function sceneOf(eventKey: string): string {
  const key = eventKey.trim();
  return key.startsWith(scenePrefix) ? key.slice(scenePrefix.length) : key;
}

/** Handles a scan of a QR with this scene. Undefined if no sign-in has the scene. */
export async function scan(
  setup: LoginContext,
  stores: Stores,
  source: Source,
  scene: string,
  person: ScanPerson,
): Promise<SideEffects | undefined> {
  const found = await stores.attempts.byScene(source.appid, scene);
  // The scene column of another channel is no QR: each scene has one channel.
  const before = found?.channel === "official-account-qr" ? found : undefined;
  const application = before && setup.applications.get(before.applicationId);
  // The scene has the right form, but its attempt has been deleted.
  if (!before || !application)
    return isOurScene(scene) ? replyWithText(textsOf(undefined, "zh-CN").expired) : undefined;
  return scanAttempt(setup, stores, application, before, person);
}

/** The person who scanned, with WeChat's details of them; see `Transition`. */
type ScanPerson = Pick<Transition, "openId" | "told">;

/** Applies a scan to its attempt and returns the reply, for every channel. */
export async function scanAttempt(
  setup: LoginContext,
  stores: Stores,
  application: Application,
  before: Attempt,
  person: ScanPerson,
): Promise<SideEffects> {
  const { openId, told = {} } = person;
  const policy = policyFor(before, application.policy);
  const seen = resolvablePerson(setup, before.appid, openId, told);
  const first = await firstSignIn(stores, before, seen);
  const follows = afterScan(policy, await readScanFacts(stores, before, policy, seen));
  const next = first.addedAt === undefined ? follows : "ask";
  const event = { type: "scan", openId, prompt: newPromptId(setup.random), next, ...first } as const;
  const byNumber = next === "ask" && policy.confirmBy === "number" ? { number: newNumber(setup.random) } : {};
  const { attempt: after, outcome } = advance(before, { ...event, ...byNumber }, stores.now);
  return applyTransition(setup, stores, { application, ...person, before, after, outcome });
}

async function readScanFacts(
  stores: Stores,
  { browserHash, applicationId }: Attempt,
  policy: AttemptPolicy,
  seen: ResolvablePerson,
): Promise<ScanFacts> {
  const accountId = await accountIdOf(stores, seen);
  if (accountId === undefined) return { newcomer: true, knownBrowser: false };
  if (browserHash === undefined) return { newcomer: false, knownBrowser: false };
  const known = { browserHash, accountId, applicationId };
  return { newcomer: false, knownBrowser: await stores.browsers.knows(known, strengthFor(policy), stores.now) };
}
