import { english } from "../../base/english.ts";
import { WechatError, WechatUnreachable } from "../../wechat/index.ts";
import type { LoginContext, MiniProgram, Source } from "../context.ts";
import { createCooldown } from "../transition/cooldown.ts";

/** Links that open the sign-in on the same phone, whose screen its user cannot scan. */
export interface AppLinks {
  /** Whether the source is a mini-program with links, and WeChat has not refused to make one lately. */
  has(source: Source): boolean;
  /** A link for this scene, valid for `lifetime` milliseconds; undefined if WeChat makes none. Calls WeChat. */
  make(source: Source, scene: string, lifetime: number): Promise<string | undefined>;
}

export function createAppLinks({ clock, log, store }: Pick<LoginContext, "clock" | "log" | "store">): AppLinks {
  const rest = createCooldown({ clock });
  const has = ({ appid, miniProgram }: Source): boolean =>
    miniProgram?.code.link === true && !rest.isCoolingDown(appid);

  return {
    has,
    async make(source, scene, lifetime) {
      const { appid, name, miniProgram } = source;
      if (!miniProgram || !has(source)) return undefined;
      try {
        return await makeLink(miniProgram, scene, Math.ceil((store.now() + lifetime) / 1000));
      } catch (error) {
        const errcode = error instanceof WechatError ? error.errcode : undefined;
        if (errcode === undefined && !(error instanceof WechatUnreachable)) throw error;
        if (errcode !== undefined && !soonOver.has(errcode)) rest.begin(appid);
        log.warn({ err: error, appid, errcode }, faultOf(name, errcode));
        return undefined;
      }
    },
  };
}

const makeLink = ({ code: { page, envVersion }, link }: MiniProgram, scene: string, at: number): Promise<string> =>
  link({ path: page, query: `scene=${scene}`, envVersion, ends: { at } });

/** WeChat is busy, or has made more than a hundred links in this second: the next request may succeed. */
const soonOver: ReadonlySet<number> = new Set([-1, 44990]);

const remedies: ReadonlyMap<number, string> = new Map([
  [40002, english`a personal mini-program has none. Write \`code: { link: false }\``],
  [40165, english`\`code.page\` is not in the published version. Publish it`],
  [44993, english`the day's 500,000 links are used up`],
  [85079, english`the mini-program is not published`],
  [85406, english`its links were opened too often today`],
]);

function faultOf(name: string, errcode: number | undefined): string {
  const remedy = remedies.get(errcode ?? 0);
  return remedy === undefined
    ? english`WeChat makes no link into ${name}; phones get its picture`
    : english`WeChat makes no link into ${name}; phones get its picture: ${remedy}`;
}
