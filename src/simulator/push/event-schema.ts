// The events that can be pushed without a tap on the phone.
import { z } from "zod";
import type { PersonEventInput } from "../interfaces.ts";
import { Refused } from "../refused.ts";
import type { RawValue } from "./raw-value.ts";

export type { PersonEventInput } from "../interfaces.ts";

const key = z.string().min(1).max(1024).describe("The `EventKey`: 1 to 1,024 characters");
const menuId = z
  .string()
  .regex(/^[0-9]{1,18}$/, "must be digits")
  .describe("The id that the push carries: up to 18 digits");
const latitude = z.number().min(-90).max(90).describe("Degrees north");
const longitude = z.number().min(-180).max(180).describe("Degrees east");
export const raw: z.ZodType<RawValue, RawValue> = z.lazy(() =>
  z.union([z.string().max(8192), z.number(), z.record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), raw), z.array(raw)]),
);

/** Events that no tap on the phone causes, or that a test pushes without the tap. */
export const eventSchema = z.discriminatedUnion("event", [
  z.strictObject({
    event: z.literal("subscribe"),
    key: z.string().max(1024).default("").describe("The `EventKey`; `qrscene_` and a scene after a QR"),
  }),
  z.strictObject({ event: z.literal("unsubscribe"), key: z.string().max(1024).default("").describe("The `EventKey`") }),
  z.strictObject({
    event: z.literal("LOCATION"),
    latitude,
    longitude,
    precision: z.number().min(0).default(30).describe("Precision in metres"),
  }),
  z.strictObject({ event: z.literal("CLICK"), key }),
  z.strictObject({ event: z.literal("VIEW"), url: key.describe("The address that opened"), menuId: menuId.optional() }),
  z.strictObject({
    event: z.literal("view_miniprogram"),
    path: key.describe("The page of the mini-program that opened"),
    menuId: menuId.optional(),
  }),
  z.strictObject({
    event: z.enum(["scancode_push", "scancode_waitmsg"]).describe("Which kind of scan entry was tapped"),
    key,
    result: key.describe("The text that was scanned"),
    scanType: z.enum(["qrcode", "barcode"]).default("qrcode").describe("What was scanned"),
  }),
  z.strictObject({
    event: z
      .enum(["pic_sysphoto", "pic_photo_or_album", "pic_weixin"])
      .describe("Which kind of picture entry was tapped"),
    key,
    count: z.int().min(1).max(9).default(1).describe("How many pictures were sent"),
  }),
  z.strictObject({
    event: z.literal("location_select"),
    key,
    latitude,
    longitude,
    scale: z.int().min(1).max(30).default(16).describe("The zoom of the map"),
    label: z.string().max(256).default("").describe("The address in words"),
    poiName: z.string().max(256).default("").describe("The name of the place"),
  }),
  z.strictObject({
    event: z
      .enum(["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"])
      .describe("What the person did with the account's authorization"),
    revokeInfo: z
      .string()
      .max(64)
      .default("1")
      .describe("The codes of the data that was revoked, as WeChat writes them"),
    pluginId: z.string().max(64).optional().describe("The plugin, if it was a plugin's"),
    openPid: z.string().max(64).optional().describe("The person's id at the plugin"),
  }),
  z.strictObject({
    event: z.literal("user_enter_tempsession"),
    sessionFrom: z.string().max(1024).default("").describe("The `session-from` of the contact button"),
  }),
  z.strictObject({
    event: z.literal("TEMPLATESENDJOBFINISH"),
    msgId: menuId,
    status: z.enum(["success", "failed:user block", "failed: system failed"]).describe("The delivery result"),
  }),
  z.strictObject({
    event: z.literal("subscribe_msg_sent_event"),
    templateId: z.string().min(1).max(64).describe("The template id"),
    msgId: menuId,
    errorCode: z.int().min(0).default(0).describe("The errcode of the delivery; 0: delivered"),
    errorStatus: z.string().max(64).default("success").describe("The delivery result in words"),
  }),
  z
    .strictObject({
      event: z.literal("raw"),
      fields: z
        .record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), raw)
        .describe("The elements after `CreateTime`, by name"),
    })
    .describe(
      "Any other push: its elements after `CreateTime`, `MsgType` among them. Objects nest; a list repeats its element",
    ),
]);

export type PersonEvent = z.output<typeof eventSchema>;

/** @throws {Refused} with every issue. */
export function readEvent(given: PersonEventInput): PersonEvent {
  const event = eventSchema.safeParse(given);
  if (!event.success) throw Refused.by(event.error, "the event is not valid");
  return event.data;
}
