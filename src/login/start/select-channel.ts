// Chooses the application, the source and the channel of a new attempt.
import type { Channel } from "../../domain/attempt.ts";
import { deviceOf } from "../../domain/device.ts";
import { SaomaError } from "../../domain/errors.ts";
import type { ClientTraits } from "../channels/channel.ts";
import { channels, channelsFor } from "../channels/registry.ts";
import type { Application, LoginContext, Source } from "../context.ts";
import type { AppLinks } from "./app-link.ts";
import type { QrCooldowns } from "./qr-cooldowns.ts";
import type { StartRequest } from "./start-request.ts";

export interface SelectedChannel {
  readonly application: Application;
  readonly source: Source;
  readonly channel: Channel;
  /** Why this channel was chosen, if the client left the choice to the service. */
  readonly why?: string;
}

/** The state of WeChat's limits for a choice. */
export interface ChannelRequest {
  readonly rests: QrCooldowns;
  readonly phoneLinks: AppLinks;
}

/**
 * Selects the application, source and channel of an attempt: the requested one, else the first that can be used.
 * `failed` are the appids without a QR for this request: WeChat `refused`, or the rest of the day's quota is
 * `reserved`.
 */
export function selectChannel(
  setup: LoginContext,
  request: StartRequest,
  offers: ChannelRequest,
  failed: FailedSources = new Map(),
): SelectedChannel {
  const application = selectApplication(setup, request.application);
  const allowed = application.sources.map((appid) => setup.sources.get(appid)).filter((source) => source !== undefined);
  if (request.source && !allowed.some((source) => source.appid === request.source)) {
    throw new SaomaError("invalid_request", { message: "`source` is not the appid of a source of this application." });
  }
  const wanted = allowed.filter((source) => !request.source || source.appid === request.source);
  const asked = request.channel === undefined || request.channel === "auto" ? undefined : request.channel;
  const asker = clientTraitsOf(request);
  if (asked && channels[asked].byRedirect && !asker.keepsCookie) throw noCookie();
  if (asked === "open-platform" && changesAccount(request)) throw cannotChangeAccount();
  const able = (asked ? [asked] : channelsFor(asker))
    .filter((one) => application.channels?.includes(one) ?? true)
    .filter((one) => one !== "open-platform" || !changesAccount(request));
  const all = candidates(able, wanted, asker, offers);
  if (asked && all[0]) return { application, source: all[0].source, channel: asked };
  const choice = choose(all, offers.rests, failed);
  if (choice) return { application, ...choice };
  const detail = `no source of application ${application.id} is able to: ${able.join(", ")}`;
  throw new SaomaError("channel_unavailable", { detail });
}

/** The first candidate that is not paused; else one whose pause may be over soon. */
function choose(all: readonly Candidate[], rests: QrCooldowns, failed: FailedSources): Candidate | undefined {
  const isReserved = ({ channel, source }: Candidate) =>
    channel === "official-account-qr" && failed.get(source.appid) === "reserved";
  const resting = all.filter((one) => rests.isCoolingDown(one.channel, one.source) || isReserved(one));
  const given = all.find((one) => !resting.includes(one));
  const skipped = all.slice(0, given && all.indexOf(given)).at(-1);
  if (!given) return resting.find(({ source }) => rests.mayAnswer(source) && !failed.has(source.appid));
  return { ...given, why: `${skipped ? insteadOf(skipped, isReserved(skipped)) : ""}${given.why}` };
}

/** Why a source has no QR, by appid. */
type FailedSources = ReadonlyMap<string, "refused" | "reserved">;

const insteadOf = ({ source: { name } }: Candidate, isReserved: boolean): string =>
  isReserved
    ? `the rest of today's QR codes of ${name} is kept for browsers that have signed in before; `
    : `WeChat gives ${name} no QR codes at the moment; `;

interface Candidate extends Pick<SelectedChannel, "channel" | "source"> {
  readonly why: string;
}

/**
 * The channels of the sources in the order in which they are tried: on a phone, the easiest for a user of that phone
 * first.
 */
function candidates(
  able: readonly Channel[],
  sources: readonly Source[],
  { isPhone }: ClientTraits,
  { phoneLinks }: ChannelRequest,
): Candidate[] {
  const all = able.flatMap((channel) =>
    sources.flatMap((source) => {
      const why = channels[channel].suits(source);
      return why === undefined ? [] : [{ channel, source, why }];
    }),
  );
  if (!isPhone) return all;
  const onPhone = all.map((one) => ({ ...one, way: phoneChannel(one, phoneLinks) }));
  return onPhone
    .toSorted((a, b) => channelsOnPhone.indexOf(a.way) - channelsOnPhone.indexOf(b.way))
    .map(({ way, ...one }) => ({ ...one, why: reasonOnPhone[way](one) }));
}

/** The channels for a user who has only the phone that shows the page, the easiest first. */
const channelsOnPhone = ["link", "code", "picture", "page"] as const;

type PhoneChannel = (typeof channelsOnPhone)[number];

function phoneChannel({ channel, source }: Candidate, phoneLinks: AppLinks): PhoneChannel {
  if (channel === "mini-program" && phoneLinks.has(source)) return "link";
  if (channels[channel].code) return "code";
  return channels[channel].byRedirect ? "page" : "picture";
}

const reasonOnPhone: Readonly<Record<PhoneChannel, (candidate: Candidate) => string>> = {
  link: ({ source }) => `on a phone a link opens the mini-program ${source.name} in WeChat`,
  code: ({ why }) => `on a phone a code can be copied, and its own screen not scanned: ${why}`,
  picture: ({ why }) => `on a phone the picture can be saved, and taken from the album in WeChat: ${why}`,
  page: ({ why }) => why,
};

const clientTraitsOf = ({ browserSecret, userAgent }: StartRequest): ClientTraits => ({
  isInWechat: deviceOf(userAgent) === "wechat",
  isPhone: deviceOf(userAgent) === "phone",
  keepsCookie: browserSecret !== undefined,
});

/** Whether the attempt adds an identity to an account or approves a change of one. */
const changesAccount = ({ purpose }: StartRequest): boolean => purpose === "link" || purpose === "prove";

/** Everybody who sees WeChat's own page may scan it, and it cannot show what the person would agree to. */
const cannotChangeAccount = (): SaomaError =>
  new SaomaError("invalid_request", {
    message:
      "WeChat's own page signs people in and does nothing else. Use a QR or a code of an official account, or a mini-program.",
  });

/** The code returns to the browser that showed WeChat's page, which has no claim that the client keeps itself. */
const noCookie = (): SaomaError =>
  new SaomaError("invalid_request", {
    message: "This channel ends in the browser that began it: it needs `claim: cookie`. Use another for this client.",
  });

/** The application of a request that names none: the only one, or the default. */
export function unnamedApplication(applications: LoginContext["applications"]): Application | undefined {
  const all = [...applications.values()];
  return all.length === 1 ? all[0] : all.find((application) => application.default);
}

/** The application that a request names, or the one that is meant where it names none. */
export function selectApplication({ applications }: LoginContext, id: string | undefined): Application {
  const application = id === undefined ? unnamedApplication(applications) : applications.get(id);
  if (application) return application;
  const message = id === undefined ? "is needed: there are several." : "is not one that is configured.";
  throw new SaomaError("invalid_request", { message: `\`application\` ${message}` });
}
