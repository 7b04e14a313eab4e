import { english } from "../../base/english.ts";
import type { ConfigProblem } from "./config-error.ts";
import { isOptions } from "./secrets.ts";

type Options = Readonly<Record<string, unknown>>;

const ofFollowers = ["official-account-qr", "official-account-code", "in-wechat"];

/** The channels that each kind of account supports. */
export const channelsOfKind: Readonly<Record<string, readonly string[]>> = {
  service: ofFollowers,
  test: ofFollowers,
  subscription: ["official-account-code"],
  "mini-program": ["mini-program"],
  website: ["open-platform"],
};

/** Reports channels that no source of the application supports. */
export function channelsFit({ sources, applications }: Options): ConfigProblem[] {
  const all = optionsIn(sources);
  return optionsIn(applications).flatMap(({ channels, sources: own }, index) => {
    const used = Array.isArray(own) ? all.filter(({ appid }) => own.includes(appid)) : all;
    const able = new Set(used.flatMap(channelsOf));
    // An invalid source is reported elsewhere.
    if (!Array.isArray(channels) || used.some(({ kind }) => !(String(kind) in channelsOfKind))) return [];
    return channels.flatMap((channel: unknown, at) => {
      if (able.has(String(channel)) || !known.has(String(channel))) return [];
      const path = `applications[${index}].channels[${at}]`;
      return [{ path, message: english`is not supported by its sources. ${remedy(able)}` }];
    });
  });
}

const known = new Set(Object.values(channelsOfKind).flat());

function channelsOf({ kind, inWechat }: Options): readonly string[] {
  const channels = channelsOfKind[String(kind)] ?? [];
  return inWechat === false ? channels.filter((channel) => channel !== "in-wechat") : channels;
}

const remedy = (able: ReadonlySet<string>): string =>
  able.size === 0
    ? english`Add a source that can.`
    : english`They can ${[...able].join(", ")}: write one of these, or add a source.`;

const optionsIn = (list: unknown): readonly Options[] =>
  Array.isArray(list) ? list.map((option: unknown) => (isOptions(option) ? option : {})) : [];
