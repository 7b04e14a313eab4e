import { service } from "../../config";
import { createSignIn, type PhoneButton, type SignIn, type SignInState, sceneOf } from "./sign-in";

let signIn: SignIn | undefined;

Page({
  data: { state: { kind: "loading" } as SignInState, number: "" },

  onLoad(query: Record<string, string | undefined>) {
    const { appId: appid } = wx.getAccountInfoSync().miniProgram;
    const show = (state: SignInState) => this.setData({ state });
    signIn = createSignIn(wx, { origin: service, appid, scene: sceneOf(query) }, show);
    void signIn.open();
  },

  open() {
    void signIn?.open();
  },

  /** The two digits that the browser shows, where it does. */
  typeNumber({ detail: { value } }: { detail: { value: string } }) {
    this.setData({ number: value });
  },

  allow() {
    void signIn?.allow(undefined, this.data.number);
  },

  allowWithPhone({ detail }: { detail: PhoneButton }) {
    void signIn?.allowByButton(detail, this.data.number);
  },

  disown() {
    void signIn?.disown(this.data.number);
  },

  decline() {
    void signIn?.decline();
  },

  readPrivacy() {
    wx.openPrivacyContract({});
  },
});
