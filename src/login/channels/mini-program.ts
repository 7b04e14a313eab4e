import { english } from "../../base/english.ts";
import { SaomaError } from "../../domain/errors.ts";
import { type Picture, WechatError } from "../../wechat/index.ts";
import type { MiniProgram } from "../context.ts";
import type { ChannelRules } from "./channel.ts";

/** A 小程序码: a scan opens a page of the mini-program, where the person taps "allow". */
export const miniProgram: ChannelRules = {
  suits: ({ name, miniProgram }) => (miniProgram ? `the code of the mini-program ${name} signs in` : undefined),
  byPicture: true,

  async open({ log }, { source: { appid, name, miniProgram }, scene }) {
    if (!miniProgram) throw new SaomaError("channel_unavailable", { detail: `${appid} is no mini-program` });
    try {
      return { content: "", image: dataUri(await draw(miniProgram, scene)) };
    } catch (error) {
      const errcode = error instanceof WechatError ? error.errcode : undefined;
      log.error({ err: error, appid, errcode }, faultOf(name, errcode));
      throw new SaomaError("channel_unavailable", { cause: error });
    }
  },
};

function draw({ wxacode, code }: MiniProgram, scene: string): Promise<Picture> {
  const { page, envVersion, api } = code;
  const path = `${page}?scene=${scene}`;
  if (api === "square") return wxacode.square(path);
  if (api === "round") return wxacode.round({ path, envVersion });
  // WeChat checks the page only for the published version.
  return wxacode.unlimited({ scene, page, envVersion, checkPath: envVersion === "release" });
}

const dataUri = ({ contentType, bytes }: Picture): string =>
  `data:${contentType};base64,${Buffer.from(bytes).toString("base64")}`;

const remedies: ReadonlyMap<number, string> = new Map([
  [40097, english`\`code\` has a value that it does not take`],
  [40159, english`\`code.page\` is too long`],
  [41030, english`\`code.page\` is not in the published version: publish it, or choose another \`code.envVersion\``],
  [45009, english`the day's calls are used up`],
  [45029, english`all 100,000 codes that it ever makes so are used up. Write \`code: { api: "unlimited" }\``],
]);

function faultOf(name: string, errcode: number | undefined): string {
  const remedy = remedies.get(errcode ?? 0);
  return remedy === undefined
    ? english`WeChat draws no code for ${name}`
    : english`WeChat draws no code for ${name}: ${remedy}`;
}
