import type { Host as AccountHost } from "../../mini-program/pages/account/my-account.ts";
import type { Host } from "../../mini-program/pages/login/sign-in.ts";
import { origin, type Stage } from "../stage/stage.ts";

export interface PhoneOptions {
  /** The person's answer to WeChat's question about privacy. */
  readonly privacy?: "allow" | "deny";
}

/** The `wx` of the mini-program that is open on this person's phone. Its requests go to the service. */
export function playWx(
  stage: Pick<Stage, "simulator" | "saoma">,
  person: string,
  { privacy = "allow" }: PhoneOptions = {},
) {
  const { miniProgram } = stage.simulator.control;
  const sent: string[] = [];
  const state = { isOffline: false };

  type Asked = Parameters<Host["request"]>[0] | Parameters<AccountHost["request"]>[0];

  async function request({ url, method, header, data, success, fail }: Asked) {
    sent.push(new URL(url).pathname.split("/").at(-1) ?? "");
    if (state.isOffline) return fail({ errMsg: "request:fail" });
    const body = method === "DELETE" ? {} : { body: JSON.stringify(data) };
    const init = { method, headers: header, ...body };
    const response = await stage.saoma.fetch(new Request(url, init), { address: "198.51.100.20" });
    const text = await response.text();
    success({ statusCode: response.status, data: text === "" ? "" : (JSON.parse(text) as unknown) });
  }

  const host: Host & AccountHost = {
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
    request: (options: Asked) => void request(options),
  };
  return { host, sent, state, origin };
}
