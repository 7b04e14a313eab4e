import { claimOn } from "../../src/domain/claim.ts";
import { defaultTexts } from "../../src/domain/default-texts.ts";
import type { Policy } from "../../src/domain/policy.ts";
import type { Texts } from "../../src/domain/texts.ts";
import type { Application, Source } from "../../src/login/context.ts";
import type { Act } from "./acts.ts";

/** How much of the world a search walks: what may happen, and how often. */
export interface Scenario extends Omit<Policy, "confirmBy" | "phoneMatch" | "rememberBrowser"> {
  readonly name: string;
  readonly browsers: 1 | 2;
  readonly attempts: 1 | 2 | 3 | 4;
  /** The third and the fourth WeChat are others of the first person's. */
  readonly people: 1 | 2 | 3 | 4;
  /** Pushes that phones send, each delivered up to `deliveries` times. */
  readonly messages: number;
  readonly deliveries: 1 | 2 | 3;
  /** Pushes may wait and overtake one another. */
  readonly reorder?: true;
  /** The power may go off before a commit, or between a commit and its answer. */
  readonly crashes?: true;
  /** Hints may come late or never. */
  readonly hints?: true;
  /** Plaintext mode: whoever saw a push may send another body under its nonce. */
  readonly plain?: true;
  /** The same person is a follower of a second account, whose pushes name the first one's scenes. */
  readonly foreign?: true;
  /** A second application with the same source. */
  readonly twoApplications?: true;
  /** The first application asks nobody. */
  readonly mixed?: true;
  /** People may unfollow, which ends their sessions. */
  readonly unfollow?: true;
  /** Nobody changes their mind: no "no", no cancel, no second scan, no typing. A narrow world, for what lies deep. */
  readonly calm?: true;
  /** Everybody has an account from before, and no browser is known. */
  readonly members?: true;
  /** Pushes one person may send. */
  readonly limit?: number;
  /** Whoever is signed in has a change of the account approved, and adds a WeChat to it. */
  readonly linking?: true;
  /** What has happened before the search begins. */
  readonly prelude?: readonly Act[];
}

/** Milliseconds. */
export const sessionLifetime = 300_000;

export const openIds = ["person-A", "person-B", "person-C", "person-D"] as const;

/** Who holds the phone of this WeChat; the page of browser 0 is open before person 0, and so on. */
export const holderOf = (person: number): number => (person >= 2 ? 0 : person);

export const appids = ["wx-own", "wx-other"] as const;
export const applicationIds = ["shop", "till"] as const;
export const browserSecrets = ["browser-0", "browser-1"] as const;

export const proofOf = (browser: number) => ({ browserSecret: browserSecrets[browser] ?? "" });

/** The claim that a browser's cookie makes on an attempt. */
export const claimOf = (browser: number, attemptId: string): string => claimOn(attemptId, proofOf(browser));

/** Without clocks, so that the same words come at every moment. */
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

/** When an application of this scenario asks. */
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
