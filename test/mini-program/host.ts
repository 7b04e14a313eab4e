import type { Host } from "../../mini-program/pages/login/sign-in.ts";
import { origin, type Stage } from "../stage/stage.ts";

export interface PhoneOptions {
  /** What the person says when WeChat asks about privacy. */
  readonly privacy?: "allow" | "deny";
}

/** The `wx` of the mini-program that is open on this person's phone, with the service at the end of its requests. */
export function playWx(
  stage: Pick<Stage, "simulator" | "saoma">,
  person: string,
  { privacy = "allow" }: PhoneOptions = {},
) {
  const { miniProgram } = stage.simulator.control;
  const sent: string[] = [];
  const state = { isOffline: false };

  async function request({ url, method, header, data, success, fail }: Parameters<Host["request"]>[0]) {
    sent.push(new URL(url).pathname.split("/").at(-1) ?? "");
    if (state.isOffline) return fail({ errMsg: "request:fail" });
    const init = { method, headers: header, body: JSON.stringify(data) };
    const response = await stage.saoma.fetch(new Request(url, init), { address: "198.51.100.20" });
    const text = await response.text();
    success({ statusCode: response.status, data: text === "" ? "" : (JSON.parse(text) as unknown) });
  }

  const host: Host = {
    async requirePrivacyAuthorize({ success, fail }) {
      const { errMsg } = await miniProgram.requirePrivacy(person, privacy);
      if (errMsg.endsWith(":ok")) success();
      else fail({ errMsg });
    },
    async login({ success, fail }) {
      const { code, errMsg } = await miniProgram.login(person);
      if (code === undefined) fail({ errMsg });
      else success({ code });
    },
    request: (options) => void request(options),
  };
  return { host, sent, state, origin };
}
