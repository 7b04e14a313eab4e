import { claimOn } from "../../src/domain/claim.ts";
import { defaultTexts } from "../../src/domain/default-texts.ts";
import type { Policy } from "../../src/domain/policy.ts";
import type { Texts } from "../../src/domain/texts.ts";
import type { Application, Source } from "../../src/login/context.ts";
import type { Act } from "./acts.ts";

/** The limits of a search: which acts are possible, and how often. */
export interface Scenario extends Omit<Policy, "confirmBy" | "phoneMatch" | "rememberBrowser"> {
  readonly name: string;
  readonly browsers: 1 | 2;
  readonly attempts: 1 | 2 | 3 | 4;
  /** The third and the fourth WeChat belong to the first person, too. */
  readonly people: 1 | 2 | 3 | 4;
  /** The number of pushes that phones send; each is delivered up to `deliveries` times. */
  readonly messages: number;
  readonly deliveries: 1 | 2 | 3;
  /** Pushes may be delayed, and delivered in another order than they were sent. */
  readonly reorder?: true;
  /** The service may crash before a commit, or between a commit and its answer. */
  readonly crashes?: true;
  /** Hints may be late or lost. */
  readonly hints?: true;
  /** Plaintext mode: an attacker who saw a push may send another body with its signature. */
  readonly plain?: true;
  /** People also follow a second source, whose pushes name scenes of the first one. */
  readonly foreign?: true;
  /** A second application with the same source. */
  readonly twoApplications?: true;
  /** The first application never asks for a confirmation. */
  readonly mixed?: true;
  /** People may unfollow. Their sessions end then. */
  readonly unfollow?: true;
  /** No "no", no cancel, no second scan and no typing: fewer acts, so that the search reaches longer traces. */
  readonly calm?: true;
  /** Every person already has an account, and no browser is known. */
  readonly members?: true;
  /** How many pushes one person may send. */
  readonly limit?: number;
  /** Signed-in users have a change of their account approved, and add a WeChat to it. */
  readonly linking?: true;
  /** The acts performed before the search begins. */
  readonly prelude?: readonly Act[];
}

/** Milliseconds. */
export const sessionLifetime = 300_000;

export const openIds = ["person-A", "person-B", "person-C", "person-D"] as const;

/** The person who has this WeChat on their phone. Person 0 uses browser 0, and so on. */
export const holderOf = (person: number): number => (person >= 2 ? 0 : person);

export const appids = ["wx-own", "wx-other"] as const;
export const applicationIds = ["shop", "till"] as const;
export const browserSecrets = ["browser-0", "browser-1"] as const;

export const proofOf = (browser: number) => ({ browserSecret: browserSecrets[browser] ?? "" });

/** The claim that a browser's cookie holds on its attempts. */
export const claimOf = (browser: number, attemptId: string): string => claimOn(attemptId, proofOf(browser));

/** Texts without times of day, so that a reply is the same at every time. */
const texts: Texts = {
  ...defaultTexts.en,
  ask: "ask {site} {yes} {no}",
  askProof: "ask for {action} {yes} {no}",
  signedIn: "in {name} {no}",
  welcomeBack: "back {name} {no}",
};

const noNetwork = () => Promise.reject(new Error("the model asks WeChat nothing"));

const api: Source["api"] = {
  token: noNetwork,
  qrcode: {
    create: async ({ scene, expireSeconds }) => ({ ticket: String(scene), content: `qr ${scene}`, expireSeconds }),
    createPermanent: noNetwork,
    imageUrl: () => "",
  },
  oauth: {
    qrConnectUrl: () => "",
    authorizeUrl: () => "",
    exchange: noNetwork,
    refresh: noNetwork,
    check: noNetwork,
    profile: noNetwork,
  },
  message: {
    sendCustom: noNetwork,
    typing: noNetwork,
    sendTemplate: noNetwork,
    sendSubscribe: noNetwork,
    sendNotice: noNetwork,
  },
};

const source = (appid: string): Source => ({
  appid,
  kind: "service",
  name: appid,
  api,
  unfollow: "sign-out",
  replies: { keywords: [] },
  codeKeywords: [],
  inWechat: true,
  scope: "snsapi_base",
});

export const sources: ReadonlyMap<string, Source> = new Map(appids.map((appid) => [appid, source(appid)]));

/** Whether the applications of this scenario ask for a confirmation. */
export const confirmAt = ({ confirm, mixed }: Pick<Scenario, "confirm" | "mixed">, id: string): Policy["confirm"] =>
  mixed && id === applicationIds[0] ? "never" : confirm;

export const applications = (scenario: Scenario): ReadonlyMap<string, Application> =>
  new Map(
    applicationIds.map((id) => [
      id,
      {
        id,
        name: id,
        origins: [],
        sources: [appids[0]],
        language: "en",
        policy: {
          confirm: confirmAt(scenario, id),
          confirmBy: "tap",
          newcomers: scenario.newcomers,
          phoneMatch: "link",
          rememberBrowser: "until-sign-out",
        },
        manageAccount: true,
        texts: { en: texts },
        tokenClaims: [],
        afterSignIn: [],
      } satisfies Application,
    ]),
  );
