import type { Endpoint } from "../endpoint.ts";
import { readScene } from "./scene.ts";

/** https://developers.weixin.qq.com/doc/service/guide/product/qrcode/Generating_a_Parametric_QR_Code.html */
export const qrcodeEndpoints: readonly Endpoint[] = [
  {
    path: "/cgi-bin/qrcode/create",
    method: "POST",
    ability: "qrcode",
    limits: { day: 100_000 },
    act({ sim, account, body }) {
      const { ticket, url, expireSeconds } = sim.qrcodes.create(account.appid, readScene(body, sim.settings));
      return expireSeconds === 0 ? { ticket, url } : { ticket, expire_seconds: expireSeconds, url };
    },
  },
];
