import { z } from "zod";
import { Refused } from "../refused.ts";

const key = z.string().min(1).max(1024);
const menuId = z.string().regex(/^[0-9]{1,18}$/, "must be digits");
const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);

export type RawValue = string | number | { [name: string]: RawValue } | RawValue[];
const raw: z.ZodType<RawValue> = z.lazy(() =>
  z.union([z.string().max(8192), z.number(), z.record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), raw), z.array(raw)]),
);

/** Events that something else than a tap makes, or that one wants without it. */
const eventSchema = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("subscribe"), key: z.string().max(1024).default("") }),
  z.strictObject({ event: z.literal("unsubscribe"), key: z.string().max(1024).default("") }),
  z.strictObject({ event: z.literal("LOCATION"), latitude, longitude, precision: z.number().min(0).default(30) }),
  z.strictObject({ event: z.literal("CLICK"), key }),
  z.strictObject({ event: z.literal("VIEW"), url: key, menuId: menuId.optional() }),
  z.strictObject({ event: z.literal("view_miniprogram"), path: key, menuId: menuId.optional() }),
  z.strictObject({
    event: z.enum(["scancode_push", "scancode_waitmsg"]),
    key,
    result: key,
    scanType: z.enum(["qrcode", "barcode"]).default("qrcode"),
  }),
  z.strictObject({
    event: z.enum(["pic_sysphoto", "pic_photo_or_album", "pic_weixin"]),
    key,
    count: z.int().min(1).max(9).default(1),
  }),
  z.strictObject({
    event: z.literal("location_select"),
    key,
    latitude,
    longitude,
    scale: z.int().min(1).max(30).default(16),
    label: z.string().max(256).default(""),
    poiName: z.string().max(256).default(""),
  }),
  z.strictObject({
    event: z.enum(["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"]),
    revokeInfo: z.string().max(64).default("1"),
    pluginId: z.string().max(64).optional(),
    openPid: z.string().max(64).optional(),
  }),
  z.strictObject({ event: z.literal("user_enter_tempsession"), sessionFrom: z.string().max(1024).default("") }),
  z.strictObject({
    event: z.literal("TEMPLATESENDJOBFINISH"),
    msgId: menuId,
    status: z.enum(["success", "failed:user block", "failed: system failed"]),
  }),
  z.strictObject({
    event: z.literal("subscribe_msg_sent_event"),
    templateId: z.string().min(1).max(64),
    msgId: menuId,
    errorCode: z.int().min(0).default(0),
    errorStatus: z.string().max(64).default("success"),
  }),
  /** Any other push: children after CreateTime, `MsgType` among them; objects nest, a list repeats its name. */
  z.strictObject({ event: z.literal("raw"), fields: z.record(z.string().regex(/^[A-Za-z_][\w.-]{0,63}$/), raw) }),
]);

export type PersonEvent = z.output<typeof eventSchema>;
export type PersonEventInput = z.input<typeof eventSchema>;

/** Throws {@link Refused} with every issue. */
export function readEvent(given: PersonEventInput): PersonEvent {
  const event = eventSchema.safeParse(given);
  if (!event.success) throw Refused.by(event.error, "the event is not valid");
  return event.data;
}
