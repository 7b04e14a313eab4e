import type { MovableClock } from "../clock.ts";

/** How and when a person came to follow an account. */
export interface Follow {
  /** Unix seconds. */
  at: number;
  scene: "ADD_SCENE_QR_CODE" | "ADD_SCENE_SEARCH";
  /** The parametric QR they followed from: a number or a text, the other is empty. */
  qrScene: number;
  qrSceneStr: string;
}

/** Kept after an unfollow, and then only says that they once did. */
export interface Follows {
  record(person: string, appid: string, qr?: { scene: string; isText: boolean }): void;
  /** Who followed from the start of the world has done so since then. */
  of(person: string, appid: string): Follow;
  hasEver(person: string, appid: string): boolean;
}

export function createFollows(clock: MovableClock): Follows {
  const byPerson = new Map<string, Follow>();
  const start = clock.seconds();
  const plain = (at: number): Follow => ({ at, scene: "ADD_SCENE_SEARCH", qrScene: 0, qrSceneStr: "" });
  return {
    record(person, appid, qr) {
      const at = clock.seconds();
      const follow: Follow =
        qr === undefined
          ? plain(at)
          : {
              at,
              scene: "ADD_SCENE_QR_CODE",
              qrScene: qr.isText ? 0 : Number(qr.scene),
              qrSceneStr: qr.isText ? qr.scene : "",
            };
      byPerson.set(`${person} ${appid}`, follow);
    },
    of: (person, appid) => byPerson.get(`${person} ${appid}`) ?? plain(start),
    hasEver: (person, appid) => byPerson.has(`${person} ${appid}`),
  };
}
