import { type Call, type Endpoint, type Fields, isFields, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { drawRound, drawSquare, type Look } from "./draw.ts";
import type { EnvVersion } from "./minicodes.ts";

const sceneCharacters = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*$/;
const black = { r: 0, g: 0, b: 0 };

/** https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode.html */
export const codeEndpoints: readonly Endpoint[] = [
  { path: "/wxa/getwxacode", method: "POST", kind: "mini-program", act: limitedCode },
  {
    path: "/wxa/getwxacodeunlimit",
    method: "POST",
    kind: "mini-program",
    limits: { minute: 5000 },
    act: unlimitedCode,
  },
  { path: "/cgi-bin/wxaapp/createwxaqrcode", method: "POST", kind: "mini-program", act: squareCode },
];

function limitedCode(call: Call): Response {
  const { body } = call;
  const path = pathOf(body, 1024);
  const envVersion = envVersionOf(body);
  return counted(call, { look: "round", path, envVersion }, lookOf(call));
}

function squareCode(call: Call): Response {
  const path = pathOf(call.body, 128);
  return counted(call, { look: "square", path, envVersion: "release" }, { ...lookOf(call), isHyaline: false });
}

function counted(
  { sim, account: { appid } }: Call,
  code: { look: "round" | "square"; path: string; envVersion: EnvVersion },
  look: Look,
): Response {
  const given = { ...code, appid, scene: undefined };
  const isNew = !sim.miniCodes.has(given);
  if (isNew && sim.miniCodes.counted(appid) >= sim.settings.miniProgramCodes) throw new WechatFailure(45029);
  const { url } = sim.miniCodes.create(given);
  const image = code.look === "round" ? drawRound(url, look) : drawSquare(url, look);
  image.headers.set("num-used", String(sim.miniCodes.counted(appid)));
  return image;
}

function unlimitedCode(call: Call): Response {
  const { sim, account, body } = call;
  const scene = sceneOf(body.scene);
  const envVersion = envVersionOf(body);
  const path = textOf(body.page);
  // Without check_path the page need not be published, but its path must be well-formed.
  if (/^\/|[?#]/.test(path)) throw new WechatFailure(41030);
  if (body.check_path !== false && !isPublished(account.pages, path)) throw new WechatFailure(41030);
  const look = lookOf(call);
  return drawRound(sim.miniCodes.create({ appid: account.appid, look: "round", path, scene, envVersion }).url, look);
}

const isPublished = (pages: readonly string[], path: string): boolean =>
  path === "" ? pages.length > 0 : pages.includes(path);

function pathOf({ path }: Fields, max: number): string {
  if (typeof path !== "string" || path === "" || path.length > max) throw new WechatFailure(40159);
  if (path.includes("scancode_time")) throw new WechatFailure(85096);
  return path.replace(/^\//, "");
}

function sceneOf(scene: unknown): string {
  if (typeof scene !== "string" || scene === "" || [...scene].length > 32) throw new WechatFailure(40169);
  if (!sceneCharacters.test(scene)) throw new WechatFailure(40129);
  if (scene.includes("scancode_time")) throw new WechatFailure(85096);
  return scene;
}

function envVersionOf({ env_version: given = "release" }: Fields): EnvVersion {
  if (given === "release" || given === "trial" || given === "develop") return given;
  throw new WechatFailure(40097);
}

/**
 * The look of a code. A value that is not a number fails with 40097. A width is limited to the range; a colour too
 * light to scan becomes black.
 */
function lookOf({ sim, body }: Call): Look {
  const { width = 430, auto_color: auto, line_color: line, is_hyaline: asked } = body;
  const isHyaline = asked === true && sim.settings.hyalinePictures === "png";
  if (typeof width !== "number" || !Number.isInteger(width)) throw new WechatFailure(40097);
  const colour = auto === true || line === undefined ? black : colourOf(line);
  return { width: Math.min(1280, Math.max(280, width)), colour, isHyaline };
}

function colourOf(line: unknown): Look["colour"] {
  if (!isFields(line)) throw new WechatFailure(40097);
  const [r, g, b] = [line.r ?? 0, line.g ?? 0, line.b ?? 0].map(Number);
  const colour = { r: r ?? 0, g: g ?? 0, b: b ?? 0 };
  if (![colour.r, colour.g, colour.b].every((part) => Number.isInteger(part) && part >= 0 && part <= 255))
    throw new WechatFailure(40097);
  return 0.3 * colour.r + 0.59 * colour.g + 0.11 * colour.b > 128 ? black : colour;
}
