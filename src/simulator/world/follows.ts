import type { MovableClock } from "../clock.ts";

/** How and when a person came to follow an account. */
export interface Follow {
  /** When the person followed, in Unix seconds. */
  at: number;
  scene: "ADD_SCENE_QR_CODE" | "ADD_SCENE_SEARCH";
  /** The scene of the parametric QR that they followed by: a number or a text; the other one is empty. */
  qrScene: number;
  qrSceneStr: string;
}

/** The follows of all people. They are kept after an unfollow, to know that the person once followed. */
export interface Follows {
  record(person: string, appid: string, qr?: { scene: string; isText: boolean }): void;
  /** The follow of a person. People who follow in the world's definition have followed since its start. */
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
