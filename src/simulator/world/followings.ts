import type { MovableClock } from "../clock.ts";

/** How and when a person came to follow an account. */
export interface Following {
  /** Unix seconds. */
  at: number;
  scene: "ADD_SCENE_QR_CODE" | "ADD_SCENE_SEARCH";
  /** The parametric QR they followed from: a number or a text, the other is empty. */
  qrScene: number;
  qrSceneStr: string;
}

/** Kept after an unfollow, and then only says that they once did. */
export interface Followings {
  began(person: string, appid: string, qr?: { scene: string; isText: boolean }): void;
  /** Who followed from the start of the world has done so since then. */
  of(person: string, appid: string): Following;
  hasEver(person: string, appid: string): boolean;
}

export function createFollowings(clock: MovableClock): Followings {
  const followings = new Map<string, Following>();
  const start = clock.seconds();
  const plain = (at: number): Following => ({ at, scene: "ADD_SCENE_SEARCH", qrScene: 0, qrSceneStr: "" });
  return {
    began(person, appid, qr) {
      const at = clock.seconds();
      const following: Following =
        qr === undefined
          ? plain(at)
          : {
              at,
              scene: "ADD_SCENE_QR_CODE",
              qrScene: qr.isText ? 0 : Number(qr.scene),
              qrSceneStr: qr.isText ? qr.scene : "",
            };
      followings.set(`${person} ${appid}`, following);
    },
    of: (person, appid) => followings.get(`${person} ${appid}`) ?? plain(start),
    hasEver: (person, appid) => followings.has(`${person} ${appid}`),
  };
}
