import { Counter, Histogram } from "prom-client";
import { fastBuckets, type Registry } from "./registry.ts";

/** The known events of pushes. All others share one label, because their number has no limit. */
const known: ReadonlySet<string> = new Set([
  "text",
  "image",
  "voice",
  "video",
  "shortvideo",
  "location",
  "link",
  "file",
  "subscribe",
  "unsubscribe",
  "SCAN",
  "LOCATION",
  "CLICK",
  "VIEW",
  "view_miniprogram",
  "scancode_push",
  "scancode_waitmsg",
  "pic_sysphoto",
  "pic_photo_or_album",
  "pic_weixin",
  "location_select",
  "TEMPLATESENDJOBFINISH",
  "MASSSENDJOBFINISH",
  "subscribe_msg_popup_event",
  "subscribe_msg_sent_event",
  "user_info_modified",
  "user_authorization_revoke",
  "user_authorization_cancellation",
  "user_enter_tempsession",
]);

/** Pushes by event, and refused pushes by reason. */
export function createPushMetrics(registry: Registry) {
  const registers = [registry];
  const taken = new Counter({
    name: "saoma_pushes_total",
    help: "Handled pushes of WeChat, including repeated deliveries",
    labelNames: ["source", "event"],
    registers,
  });
  const refused = new Counter({
    name: "saoma_pushes_refused_total",
    help: "Refused requests to a source's server URL; echo is the console's check of the URL",
    labelNames: ["source", "reason"],
    registers,
  });
  const relayed = new Histogram({
    name: "saoma_relay_seconds",
    help: "Pushes relayed to a source's backend, by outcome",
    labelNames: ["source", "outcome"],
    buckets: fastBuckets,
    registers,
  });
  return {
    relayed: (source: string, outcome: string, ms: number): void => relayed.observe({ source, outcome }, ms / 1000),
    taken: (source: string, event: string): void => taken.inc({ source, event: known.has(event) ? event : "other" }),
    refused: (source: string, reason: string): void => refused.inc({ source, reason }),
  };
}
