import { expect, test } from "vitest";
import type { CustomMessage } from "../../src/wechat/index.ts";
import { tell } from "./account.ts";

const path = "/cgi-bin/message/custom/send";
const messages: [CustomMessage, object][] = [
  [{ type: "text", text: "你好" }, { content: "你好" }],
  [{ type: "image", mediaId: "M" }, { media_id: "M" }],
  [{ type: "voice", mediaId: "M" }, { media_id: "M" }],
  [
    { type: "video", mediaId: "M", thumbMediaId: "T", title: "t", description: "d" },
    { media_id: "M", thumb_media_id: "T", title: "t", description: "d" },
  ],
  [
    { type: "music", url: "u", hqUrl: "h", thumbMediaId: "T", title: "t" },
    { musicurl: "u", hqmusicurl: "h", thumb_media_id: "T", title: "t", description: "" },
  ],
  [
    { type: "news", title: "t", description: "d", url: "u", picUrl: "p" },
    { articles: [{ title: "t", description: "d", url: "u", picurl: "p" }] },
  ],
  [{ type: "mpnewsarticle", articleId: "A" }, { article_id: "A" }],
  [
    { type: "msgmenu", head: "h", choices: [{ id: 101, content: "yes" }], tail: "t" },
    { head_content: "h", list: [{ id: "101", content: "yes" }], tail_content: "t" },
  ],
  [{ type: "wxcard", cardId: "C" }, { card_id: "C" }],
  [
    { type: "miniprogrampage", title: "t", appid: "wx1", pagePath: "p", thumbMediaId: "T" },
    { title: "t", appid: "wx1", pagepath: "p", thumb_media_id: "T" },
  ],
  [
    { type: "link", title: "t", description: "d", url: "u", thumbUrl: "p" },
    { title: "t", description: "d", url: "u", thumb_url: "p" },
  ],
];

test.each(messages)("%o is sent in WeChat's names", async (message, inner) => {
  const { api, wechat } = tell({ [path]: { errcode: 0, errmsg: "ok" } });
  await api.message.sendCustom("oA", message);
  expect(wechat.asked.at(-1)?.body).toEqual({ touser: "oA", msgtype: message.type, [message.type]: inner });
});

test("a message can name its agent and that an AI wrote it", async () => {
  const { api, wechat } = tell({ [path]: { errcode: 0, errmsg: "ok" } });
  await api.message.sendCustom("oA", { type: "text", text: "a" }, { account: "kf1@shop", byAi: true });
  expect(wechat.asked.at(-1)?.body).toMatchObject({
    customservice: { kf_account: "kf1@shop" },
    aimsgcontext: { is_ai_msg: 1 },
  });
});

test.each([45015, 45047, 48002])("the error %i has its meaning", async (errcode) => {
  const { api } = tell({ [path]: { errcode, errmsg: "no" } });
  const error = await api.message.sendCustom("oA", { type: "text", text: "a" }).catch((error) => error);
  expect(error).toMatchObject({ errcode, meaning: expect.stringMatching(/person/) });
});
