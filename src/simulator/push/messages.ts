import { z } from "zod";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Field } from "./layout.ts";
import { type Push, push } from "./push.ts";

const text = z.string().min(1).max(4096);
const short = z.string().max(256);
const mediaId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, "must be letters, digits, - or _");
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);

/** What a person can send. Media ids and addresses that are absent are made up. */
const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    text,
    /** Of a message written below an article: its `MsgDataId` and place. */
    article: z.strictObject({ msgDataId: z.string().regex(/^[0-9]{1,20}$/), idx: z.int().min(1).max(8) }).optional(),
  }),
  z.strictObject({ type: z.literal("image"), picUrl: z.url().max(1024).optional(), mediaId: mediaId.optional() }),
  z.strictObject({
    type: z.literal("voice"),
    mediaId: mediaId.optional(),
    format: z.enum(["amr", "speex"]).default("amr"),
    /** What the voice says, for accounts with speech recognition. */
    recognition: text.optional(),
    mediaId16K: mediaId.optional(),
  }),
  z.strictObject({
    type: z.enum(["video", "shortvideo"]),
    mediaId: mediaId.optional(),
    thumbMediaId: mediaId.optional(),
  }),
  z.strictObject({
    type: z.literal("location"),
    latitude,
    longitude,
    scale: z.int().min(1).max(30).default(16),
    label: short.default(""),
  }),
  z.strictObject({ type: z.literal("link"), title: short, description: short.default(""), url: z.url().max(1024) }),
  /** To a 小程序's customer service only. */
  z.strictObject({ type: z.literal("miniprogrampage"), title: short, path: z.string().min(1).max(1024) }),
]);

export type PersonMessage = z.output<typeof messageSchema>;
export type PersonMessageInput = z.input<typeof messageSchema>;

/** A text alone is a message too. Throws {@link Refused} with every issue. */
export function readMessage(given: string | PersonMessageInput): PersonMessage {
  const message = messageSchema.safeParse(typeof given === "string" ? { type: "text", text: given } : given);
  if (!message.success) throw Refused.by(message.error, "the message is not valid");
  return message.data;
}

/** A message of a person's, as the account gets it. */
export function messaged(sim: Simulation, account: Account, person: Person, message: PersonMessage): Push {
  const fields: Field[] = [["MsgType", message.type], ...fieldsOf(sim, account, message)];
  return push(sim, account, person, message.type, fields, { trigger: "message" });
}

/** A text made by a tap on a menu link: `bizmsgmenuid` comes last. */
export function texted(sim: Simulation, account: Account, person: Person, content: string, menuId?: string): Push {
  const whole = messaged(sim, account, person, { type: "text", text: content });
  if (menuId === undefined) return whole;
  const id = /^[0-9]+$/.test(menuId) ? BigInt(menuId) : menuId;
  return { ...whole, fields: [...whole.fields, ["bizmsgmenuid", id]] };
}

function fieldsOf(sim: Simulation, account: Account, message: PersonMessage): Field[] {
  const msgId: Field = ["MsgId", sim.nextMsgId()];
  const media = (given: string | undefined): Field => ["MediaId", sim.media.sent(given)];
  switch (message.type) {
    case "text": {
      const { article } = message;
      const of: Field[] = article
        ? [
            ["MsgDataId", BigInt(article.msgDataId)],
            ["Idx", article.idx],
          ]
        : [];
      return [["Content", message.text], msgId, ...of];
    }
    case "image":
      return [["PicUrl", message.picUrl ?? sim.media.pictureUrl()], msgId, media(message.mediaId)];
    case "voice": {
      const more: Field[] = message.recognition === undefined ? [] : [["Recognition", message.recognition]];
      if (message.mediaId16K !== undefined) more.push(["MediaId16K", message.mediaId16K]);
      return [media(message.mediaId), ["Format", message.format], msgId, ...more];
    }
    case "video":
    case "shortvideo":
      return [media(message.mediaId), ["ThumbMediaId", sim.media.sent(message.thumbMediaId)], msgId];
    case "location":
      return [
        ["Location_X", message.latitude],
        ["Location_Y", message.longitude],
        ["Scale", message.scale],
        ["Label", message.label],
        msgId,
      ];
    case "link":
      return [["Title", message.title], ["Description", message.description], ["Url", message.url], msgId];
    case "miniprogrampage":
      return [
        msgId,
        ["Title", message.title],
        ["AppId", account.appid],
        ["PagePath", message.path],
        ["ThumbUrl", sim.media.pictureUrl()],
        ["ThumbMediaId", sim.media.sent(undefined)],
      ];
  }
}
