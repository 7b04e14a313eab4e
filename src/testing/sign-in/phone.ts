import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { Mounted, TestBrowser } from "./browser.ts";
import { allowInMiniProgram } from "./mini-program.ts";
import type { TestOptions, TestSource } from "./options.ts";
import { follow, pairingCodeIn, say, writePush } from "./push.ts";
import type { Inboxes } from "./sms.ts";
import { codeOf, openIdOf, readMiniCode, readQr } from "./wechat.ts";

/** Of an attempt, what a person acts on. */
export interface ShownAttempt {
  readonly id: string;
  readonly channel: string;
  readonly status: string;
  readonly reason?: string;
  readonly pairing?: "code" | "agree";
  readonly number?: string;
  readonly qr?: { readonly image: string; readonly content?: string };
  readonly code?: { readonly text: string; readonly sendTo: { readonly name: string } };
  readonly link?: string;
}

/** A person, and the number of their phone. */
export interface Owner {
  readonly name: string;
  readonly number: string;
}

/** One person's phone. */
export interface Phone {
  /**
   * Does what the page asks for: scans, sends the code, or agrees at WeChat's page; then says yes where it is asked,
   * and types the phone and the code of its SMS into the page where that asks for them.
   */
  signIn(attempt: ShownAttempt, browser: TestBrowser): Promise<ShownAttempt>;
}

export interface PhoneDeps {
  readonly service: Mounted;
  readonly options: TestOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly inboxes: Inboxes;
}

export function createPhone(owner: Owner, { service, options, clock, random, inboxes }: PhoneDeps): Phone {
  const { name, number } = owner;
  let pairingCode: string | undefined;

  async function push(source: TestSource, fields: Parameters<typeof writePush>[1]): Promise<void> {
    const { path, body } = writePush(source, fields, clock, random);
    const [address] = source.ipList?.[0]?.split("/") ?? [];
    const request = new Request(options.origin + path, { method: "POST", body });
    const answer = await service.fetch(request, address === undefined ? {} : { address });
    const { status } = answer;
    pairingCode = pairingCodeIn(source, await answer.text()) ?? pairingCode;
    if (status !== 200) throw new Error(`the service refused a push to ${source.appid}: ${status}`);
  }

  function sourceWhere(is: (source: TestSource) => boolean): TestSource {
    const source = options.sources.find(is);
    if (!source) throw new Error("the attempt is at a source that the options do not have");
    return source;
  }

  async function atWechat(link: string, browser: TestBrowser): Promise<void> {
    const { searchParams } = new URL(link);
    const body = { code: codeOf(name), state: searchParams.get("state") };
    await browser.call("POST", `/wechat/${searchParams.get("appid")}/oauth`, body);
  }

  async function inChat({ id, channel, qr, code }: ShownAttempt, browser: TestBrowser): Promise<void> {
    const seen = qr?.content === undefined ? undefined : readQr(qr.content);
    if (!seen && !code) throw new Error(`signIn does not know the channel ${channel}. Name another.`);
    const source = sourceWhere((one) =>
      seen ? one.appid === seen.appid : one.kind !== "website" && one.name === code?.sendTo.name,
    );
    const openId = openIdOf(source.appid, name);
    await push(source, seen ? follow(openId, seen.scene) : say(openId, code?.text ?? "", random));
    const { status, number } = await browser.call<ShownAttempt>("GET", `/v1/attempts/${id}`);
    if (status === "scanned") await push(source, say(openId, number ?? "1", random));
  }

  /** Types the code that this phone was told into the page, or agrees there to the person whom it names. */
  async function pair({ id, pairing }: ShownAttempt, browser: TestBrowser): Promise<ShownAttempt> {
    return browser.call<ShownAttempt>(
      "POST",
      `/v1/attempts/${id}/pair`,
      pairing === "agree" ? { agreed: true } : { pairingCode },
    );
  }

  /** What the page asks of newcomers. */
  async function bind({ id }: ShownAttempt, browser: TestBrowser): Promise<ShownAttempt> {
    const path = `/v1/attempts/${id}/phone`;
    await browser.call("POST", path, { phone: number });
    return browser.call<ShownAttempt>("POST", path, { otp: inboxes.newestCode(number) });
  }

  return {
    async signIn(attempt, browser) {
      const miniCode = attempt.qr && readMiniCode(attempt.qr.image);
      if (miniCode) pairingCode = await allowInMiniProgram(owner, miniCode, service, options.origin);
      else if (attempt.link !== undefined) await atWechat(attempt.link, browser);
      else await inChat(attempt, browser);
      const seen = await browser.call<ShownAttempt>("GET", `/v1/attempts/${attempt.id}`);
      const now = seen.pairing ? await pair(seen, browser) : seen;
      return now.status === "phone_required" ? bind(attempt, browser) : now;
    },
  };
}
