import { afterEach, expect, test } from "vitest";
import { decrypt, encrypt } from "../../src/simulator/push/crypto.ts";
import { sign } from "../../src/simulator/push/sign.ts";
import { look, origin, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const child = (name: string, text: string): string => `<${name}>${text}</${name}>`;

/** Three cipher blocks are 64 characters of base64, the least that can be moved. */
const [movedBytes, movedCharacters] = [48, 64];
const nonce = "2000000001";

/**
 * A text as WeChat pushes it. The person wrote a whole message with its length before it, at the place where both are
 * read once the blocks before them are gone.
 */
function textAround(openId: string, forged: string): { plaintext: string; blocks: number } {
  const head = `<xml>${child("ToUserName", "gh_1")}${child("FromUserName", openId)}${child("CreateTime", timestamp())}${child("MsgType", "text")}<Content><![CDATA[`;
  const tail = `]]></Content>\n${child("MsgId", "24811234567890123")}\n</xml>`;
  const blocks = Math.ceil((head.length + 4) / movedBytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(forged + tail));
  const written = head.padEnd(blocks * movedBytes - 4) + length.toString("latin1") + forged + tail;
  return { plaintext: written, blocks };
}

const timestamp = (): string => String(Math.floor(stage.clock.now() / 1000));

interface Moved {
  readonly nonce: string;
  readonly encrypted: string;
  readonly signature: string;
}

/** Seals the text until its first bytes can be moved into the nonce with the same signature. */
function move(plaintext: string, blocks: number, fits: (nonce: string) => boolean): Moved {
  const { aesKey, token } = keys();
  for (let tries = 0; tries < 100_000; tries++) {
    const sealed = encrypt(aesKey, stage.appid, String(tries).padStart(16, "0"), plaintext);
    const at = blocks * movedCharacters;
    const moved = { nonce: nonce + sealed.slice(0, at), encrypted: sealed.slice(at) };
    const signature = sign(token, timestamp(), nonce, sealed);
    if (fits(moved.nonce) && sign(token, timestamp(), moved.nonce, moved.encrypted) === signature)
      return { ...moved, signature };
  }
  throw new Error("no bytes of it could be moved");
}

function keys(): { token: string; aesKey: string; originalId: string } {
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  if (!account) throw new Error("there is no such account");
  return account;
}

function send({ nonce, encrypted, signature }: Moved): Promise<Response> {
  const query = { timestamp: timestamp(), nonce, encrypt_type: "aes", msg_signature: signature };
  const body = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
  const url = `${origin}/wechat/${stage.appid}/push?${new URLSearchParams(query)}`;
  return stage.saoma.fetch(new Request(url, { method: "POST", body, headers: { "content-type": "text/xml" } }));
}

/** The scene of the newest QR. */
function lastScene(): string {
  const log = stage.simulator.control.log().entries.map((entry) => JSON.stringify(entry).replaceAll("\\", ""));
  return /"scene_str":"([\w-]{22})"/.exec(log.join(""))?.[1] ?? "";
}

const openIdOf = (name: string): string =>
  stage.simulator.world().people.find((person) => person.name === name)?.openIds[stage.appid] ?? "";

const scanBy = (openId: string, scene: string): string =>
  `<xml>${child("ToUserName", "gh_1")}${child("FromUserName", openId)}${child("CreateTime", timestamp())}${child("MsgType", "event")}${child("Event", "SCAN")}${child("EventKey", scene)}<Content><![CDATA[`;

// WeChat joins the signed parts without a separator, so the signature of (nonce, Encrypt) is that of other pairs, too.
const kinds = {
  "a longer nonce of letters and digits": { mode: "safe", fits: (moved: string) => /^\w+$/.test(moved) },
  "a longer nonce of any base64": { mode: "safe", fits: (moved: string) => /[+/]/.test(moved) },
  "a longer nonce, in compatible mode": { mode: "compatible", fits: () => true },
} as const;

for (const [name, { mode, fits }] of Object.entries(kinds)) {
  test(`what a person wrote is not read as another's push when cipher blocks become ${name}`, async () => {
    stage = await setStage({ mode });
    await stage.simulator.control.follow("xiaoming", stage.appid);
    await stage.simulator.control.follow("xiaohong", stage.appid);
    const browser = stage.browser();
    const started = await start(browser);
    const forged = scanBy(openIdOf("xiaoming"), lastScene());
    const { plaintext, blocks } = textAround(openIdOf("xiaohong"), forged);
    const moved = move(plaintext, blocks, fits);
    // The forgery is effective: its signature is valid, and the rest decrypts to the forged message.
    expect(decrypt(keys().aesKey, stage.appid, moved.encrypted).startsWith(forged)).toBe(true);
    const response = await send(moved);
    expect([response.status, await response.text()]).toEqual([403, ""]);
    expect(await look(browser, started)).toMatchObject({ status: "pending" });
  });
}
