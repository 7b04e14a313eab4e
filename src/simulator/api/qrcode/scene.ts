import type { Settings } from "../../settings.ts";
import { WechatFailure } from "../errors.ts";

/** What a parametric QR carries. `expireSeconds` 0: permanent. */
export interface Scene {
  scene: string;
  isText: boolean;
  expireSeconds: number;
}

type Fields = Record<string, unknown>;

const maxSeconds = 2_592_000;

/** Reads the body of `qrcode/create`, or throws 40052 (action name) or 40053 (action info). */
export function readScene(body: Fields, settings: Settings): Scene {
  const permanent = isPermanent(body.action_name);
  const isText = String(body.action_name).includes("STR");
  const scene = sceneOf(body, isText, permanent, settings);
  return { scene, isText, expireSeconds: permanent ? 0 : expireSeconds(body.expire_seconds, settings) };
}

function isPermanent(name: unknown): boolean {
  if (name === "QR_SCENE" || name === "QR_STR_SCENE") return false;
  if (name === "QR_LIMIT_SCENE" || name === "QR_LIMIT_STR_SCENE") return true;
  throw new WechatFailure(40052);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function sceneOf(body: Fields, isText: boolean, permanent: boolean, settings: Settings): string {
  const info = body.action_info;
  if (!isFields(info)) throw new WechatFailure(40053);
  // Without the `scene` object WeChat's call succeeds, and its events carry a zero.
  if (!("scene" in info)) return "0";
  if (!isFields(info.scene)) throw new WechatFailure(40053);
  const { scene_str: text, scene_id: id } = info.scene;
  return isText ? textScene(text, settings) : numberScene(id, permanent ? 100_000 : 0xffff_ffff, settings);
}

function textScene(value: unknown, { qrcodeRanges }: Settings): string {
  if (typeof value !== "string" || value === "") throw new WechatFailure(40053);
  if ([...value].length <= 64) return value;
  if (qrcodeRanges === "strict") throw new WechatFailure(40053);
  return [...value].slice(0, 64).join("");
}

function numberScene(value: unknown, max: number, { qrcodeRanges }: Settings): string {
  if (typeof value !== "number" || !Number.isInteger(value)) throw new WechatFailure(40053);
  if (value >= 1 && value <= max) return String(value);
  if (qrcodeRanges === "strict") throw new WechatFailure(40053);
  return String(max);
}

function expireSeconds(value: unknown, { qrcodeDefaultSeconds, qrcodeRanges }: Settings): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) return qrcodeDefaultSeconds;
  if (value > maxSeconds && qrcodeRanges === "strict") throw new WechatFailure(40053);
  return Math.min(value, maxSeconds);
}
