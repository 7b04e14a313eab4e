/**
 * The sample's page in a frame of the simulator's phone: the same `sign-in.ts`, drawn in HTML instead of WXML, with a
 * `wx` that asks the phone around it.
 */
import { createSignIn, sceneOf } from "../pages/login/sign-in.ts";
import { draw } from "./page.ts";
import { createHost } from "./wx.ts";

const query = Object.fromEntries(new URLSearchParams(location.search));
const place = { origin: location.origin, appid: query.appid ?? "", scene: sceneOf(query) };
const signIn = createSignIn(createHost(), place, (state) => draw(state, signIn));
void signIn.open();
