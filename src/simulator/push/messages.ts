// The messages that a person can send.
import { z } from "zod";
import type { PersonMessageInput } from "../interfaces.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Field } from "./layout.ts";
import { type Push, push } from "./push.ts";

const text = z.string().min(1).max(4096).describe("The text, 1 to 4,096 characters");

export type { PersonMessageInput } from "../interfaces.ts";

const short = z.string().max(256);
const mediaId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be letters, digits, - or _")
  .describe("The media id: 1 to 128 letters, digits, `-` or `_`; made up where absent");
const latitude = z.number().min(-90).max(90).describe("Degrees north");
const longitude = z.number().min(-180).max(180).describe("Degrees east");

/** A message of a person. Media ids and addresses that are absent are made up. */
export const messageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    text,
    article: z
      .strictObject({
        msgDataId: z
          .string()
          .regex(/^[0-9]{1,20}$/)
          .describe("The `MsgDataId`: up to 20 digits"),
        idx: z.int().min(1).max(8).describe("The place of the article in the message"),
      })
      .optional()
      .describe("The article, for a message written below one"),
  }),
  z.strictObject({
    type: z.literal("image"),
    picUrl: z.url().max(1024).optional().describe("The address of the picture; made up where absent"),
    mediaId: mediaId.optional(),
  }),
  z.strictObject({
    type: z.literal("voice"),
    mediaId: mediaId.optional(),
    format: z.enum(["amr", "speex"]).default("amr").describe("The format of the voice"),
    recognition: text.optional().describe("The recognized text, for accounts with speech recognition"),
    mediaId16K: mediaId.optional().describe("The media id of the voice at 16 kHz"),
  }),
  z.strictObject({
    type: z.enum(["video", "shortvideo"]).describe("Whether it is a video or a short video"),
    mediaId: mediaId.optional(),
    thumbMediaId: mediaId.optional().describe("The media id of the thumbnail; made up where absent"),
  }),
  z.strictObject({
    type: z.literal("location"),
    latitude,
    longitude,
    scale: z.int().min(1).max(30).default(16).describe("The zoom of the map"),
    label: short.default("").describe("The address in words, at most 256 characters"),
  }),
  z.strictObject({
    type: z.literal("link"),
    title: short.describe("The title, at most 256 characters"),
    description: short.default("").describe("A line below it, at most 256 characters"),
    url: z.url().max(1024).describe("The address, at most 1,024 characters"),
  }),
  z
    .strictObject({
      type: z.literal("miniprogrampage"),
      title: short.describe("The title of the card, at most 256 characters"),
      path: z.string().min(1).max(1024).describe("The path of the page, with its query"),
    })
    .describe("A card of a mini-program's page; only to the customer service of a 小程序"),
]);

export type PersonMessage = z.output<typeof messageSchema>;

/**
 * Checks a message; a string is a text message.
 *
 * @throws {Refused} with every issue.
 */
export function readMessage(given: string | PersonMessageInput): PersonMessage {
  const message = messageSchema.safeParse(typeof given === "string" ? { type: "text", text: given } : given);
  if (!message.success) throw Refused.by(message.error, "the message is not valid");
  return message.data;
}

/** The push of a person's message. */
export function messaged(sim: Simulation, person: Person, account: Account, message: PersonMessage): Push {
  const fields: Field[] = [["MsgType", message.type], ...fieldsOf(sim, account, message)];
  return push(sim, { account, person }, message.type, fields, { trigger: "message" });
}

/** A text made by a tap on a menu link: `bizmsgmenuid` comes last. */
export function texted(sim: Simulation, person: Person, account: Account, content: string, menuId?: string): Push {
  const whole = messaged(sim, person, account, { type: "text", text: content });
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
