// Applications must name sources that exist and can do what is asked of them.
import { english } from "../../base/english.ts";
import type { Check } from "./check.ts";
import { entries } from "./check.ts";

export const knownSources: Check = (options) => {
  const appids = entries(options.sources).map(({ option }) => option.appid);
  return entries(options.applications).flatMap(({ option, index }) =>
    (Array.isArray(option.sources) ? option.sources : []).flatMap((appid: unknown, at) => {
      if (appids.includes(appid)) return [];
      const path = `applications[${index}].sources[${at}]`;
      return [
        { path, message: english`must be the appid of one of \`sources\`. Add the source, or remove this line.` },
      ];
    }),
  );
};

/** The kinds of sources that can send each kind of message. */
const senders: Readonly<Record<string, readonly unknown[]>> = {
  text: ["service", "subscription", "test"],
  template: ["service", "test"],
};

/** A message after the sign-in needs a source that can send it. */
export const knownSenders: Check = (options) =>
  entries(options.applications).flatMap(({ option, index }) =>
    entries(option.afterSignIn).flatMap(({ option: message, index: at }) => {
      const kinds = senders[String(message.type)];
      const all = entries(options.sources).map(({ option }) => option);
      const own = all.filter(({ appid }) => !Array.isArray(option.sources) || option.sources.includes(appid));
      const named = own.filter(({ appid }) => message.source === undefined || message.source === appid);
      if (!kinds || named.some(({ kind }) => kinds.includes(kind))) return [];
      const path = `applications[${index}].afterSignIn[${at}]${message.source === undefined ? "" : ".source"}`;
      const who =
        message.type === "template" ? english`a 服务号 or test account` : english`a 公众号, 服务号 or test account`;
      return [
        { path, message: english`needs ${who} among the application's sources to send it. Name one, or remove this.` },
      ];
    }),
  );

/** Consents are stored by the title of the terms, so titles must differ. */
export const titlesAreApart: Check = ({ applications }) =>
  entries(applications).flatMap(({ option, index }) => {
    const titles = entries(option.terms).map(({ option: { title } }) => String(title).replace(/^《(.+)》$/, "$1"));
    return titles.flatMap((title, at) => {
      const first = titles.indexOf(title);
      const path = `applications[${index}].terms[${at}].title`;
      return first === at
        ? []
        : [{ path, message: english`is that of terms[${first}] too. Give each a title of its own.` }];
    });
  });
