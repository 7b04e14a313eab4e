import type { Sql } from "./statement.ts";

/** An access token of a source. `expiresAt` in milliseconds since the epoch. */
export interface WechatToken {
  readonly value: string;
  readonly expiresAt: number;
}

export function loadWechatToken({ db, prepare }: Sql): (appid: string) => Promise<WechatToken | undefined> {
  const load = prepare((p: { appid: string }) =>
    db.selectFrom("wechat_tokens").select(["value", "expires_at as expiresAt"]).where("appid", "=", p.appid),
  );
  return async (appid) => {
    const row = await load.first({ appid });
    return row && { value: row.value, expiresAt: row.expiresAt };
  };
}

export function saveWechatToken({ db, prepare }: Sql): (appid: string, token: WechatToken) => Promise<void> {
  const save = prepare((p: WechatToken & { appid: string }) =>
    db
      .insertInto("wechat_tokens")
      .values({ appid: p.appid, value: p.value, expires_at: p.expiresAt })
      .onConflict((conflict) => conflict.column("appid").doUpdateSet({ value: p.value, expires_at: p.expiresAt })),
  );
  return async (appid, token) => {
    await save.changes({ appid, value: token.value, expiresAt: token.expiresAt });
  };
}
